package dev.doppel.examples.shop.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;

/**
 * Calls other services over the JDK's own HTTP client, as any Java service would. Never repeats a call by itself. Thread-safe.
 */
public final class Caller {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public Answer get(String url, Duration timeout) throws CallFailed {
        return send(HttpRequest.newBuilder(URI.create(url)).GET(), timeout);
    }

    /** Sends JSON. */
    public Answer send(String method, String url, Map<String, String> headers, JsonObject body, Duration timeout)
            throws CallFailed {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.ofString(Json.write(body)))
                .header("content-type", "application/json");
        headers.forEach(request::header);
        return send(request, timeout);
    }

    /** Posts a form; its fields leave in the map's order. */
    public Answer post(String url, Map<String, String> headers, Map<String, String> form, Duration timeout)
            throws CallFailed {
        String body = form.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .POST(BodyPublishers.ofString(body))
                .header("content-type", "application/x-www-form-urlencoded");
        headers.forEach(request::header);
        return send(request, timeout);
    }

    /** The value of an {@code Authorization} header for a name and a password (RFC 7617). */
    public static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer send(HttpRequest.Builder builder, Duration timeout) throws CallFailed {
        HttpRequest request = builder.timeout(timeout).build();
        String call = request.method() + " " + request.uri();
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            return new Answer(response.statusCode(), headers, response.body());
        } catch (HttpConnectTimeoutException | ConnectException | SSLHandshakeException e) {
            throw new CallFailed(CallFailed.Why.UNREACHABLE, call + ": " + e);
        } catch (HttpTimeoutException e) {
            throw new CallFailed(CallFailed.Why.TIMED_OUT, call + ": no answer in " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            throw new CallFailed(CallFailed.Why.BROKEN, call + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailed(CallFailed.Why.BROKEN, call + ": interrupted");
        }
    }
}
