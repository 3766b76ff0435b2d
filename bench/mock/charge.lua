wrk.method = "POST"
wrk.body = "amount=1998&currency=usd&source=tok_visa"
wrk.headers["Host"] = "api.stripe.com"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
