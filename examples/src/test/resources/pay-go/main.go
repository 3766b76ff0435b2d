// Charges a card with Go's own client: POST /pay. Nothing in here knows of tests, proxies or certificates.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

var client = &http.Client{Timeout: 5 * time.Second}

func charge() (string, string, error) {
	form := url.Values{"amount": {"1250"}, "currency": {"usd"}}
	request, err := http.NewRequest("POST", "https://api.stripe.com/v1/charges", strings.NewReader(form.Encode()))
	if err != nil {
		return "", "", err
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("STRIPE_API_KEY"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		return "", "", err
	}
	defer response.Body.Close()
	var answer struct{ ID string }
	err = json.NewDecoder(response.Body).Decode(&answer)
	return answer.ID, response.Proto, err
}

func main() {
	http.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "{}") })
	http.HandleFunc("/pay", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		id, protocol, err := charge()
		if err != nil {
			log.Print(err)
			w.WriteHeader(502)
			json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"chargeId": id, "protocol": protocol})
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}
