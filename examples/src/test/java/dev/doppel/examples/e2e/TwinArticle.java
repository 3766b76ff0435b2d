package dev.doppel.examples.e2e;

import java.nio.file.Path;

/** The configurations of the tutorial, with the indentation that its printed form lost. */
final class TwinArticle {
    private TwinArticle() {}

    /** Step 2: only the import. */
    static String bare(Path document) {
        return """
                version: "1.0"
                imports:
                  - path: DOCUMENT
                    as: stripe
                """.replace("DOCUMENT", document.toString());
    }

    /** Steps 4 and 5: a table and five bindings, answers in the engine's own form. */
    static String plain(Path document) {
        return bare(document) + """
                tables:
                  - name: customers
                    idField: id
                    idStrategy: prefix
                    idPrefix: "cus_"
                    seedData:
                      - id: "cus_test"
                        name: "Test Customer"
                        email: "test@example.com"
                        created: 1705312200
                """ + BINDINGS;
    }

    /** Step 6: with the transforms, and the confirmation of step 9. */
    static String whole(Path document) {
        return bare(document) + """
                tables:
                  - name: customers
                    idField: id
                    idStrategy: prefix
                    idPrefix: "cus_"
                    seedData:
                      - id: "cus_test"
                        name: "Test Customer"
                        email: "test@example.com"
                      - id: "cus_dated"
                        created: 1705312200
                    response: &stripe
                      timestamps:
                        format: unix
                        fields:
                          createdAt: created
                          updatedAt: updated
                      fields:
                        inject:
                          object: customer
                          livemode: false
                        hide:
                          - updatedAt
                      list:
                        dataField: data
                        extraFields:
                          object: list
                          url: /v1/customers
                          has_more: false
                        hideMeta: true
                      create:
                        status: 200
                      delete:
                        status: 200
                        preserve: true
                        body:
                          id: "{{item.id}}"
                          object: customer
                          deleted: true
                      errors:
                        wrap: error
                        fields:
                          message: message
                          type: type
                          code: code
                        typeMap:
                          NOT_FOUND: invalid_request_error
                          CONFLICT: invalid_request_error
                          VALIDATION_ERROR: invalid_request_error
                        codeMap:
                          NOT_FOUND: resource_missing
                          CONFLICT: resource_already_exists
                  - name: payment_intents
                    idStrategy: prefix
                    idPrefix: "pi_"
                    seedData:
                      - {id: pi_1, amount: 1099, currency: usd, status: requires_confirmation}
                    response: *stripe
                customOperations:
                  - name: ConfirmPaymentIntent
                    steps:
                      - type: read
                        resource: payment_intents
                        id: "input.intent"
                        as: pi
                      - type: update
                        resource: payment_intents
                        id: "input.intent"
                        set:
                          status: '"succeeded"'
                          amount_received: "pi.amount"
                    response:
                      id: "pi.id"
                      object: '"payment_intent"'
                      status: '"succeeded"'
                      amount: "pi.amount"
                      amount_received: "pi.amount"
                """ + BINDINGS + """
                  - mock: stripe.PostPaymentIntentsIntentConfirm
                    table: payment_intents
                    action: custom
                    operation: ConfirmPaymentIntent
                """;
    }

    private static final String BINDINGS = """
            extend:
              - {mock: stripe.GetCustomers, table: customers, action: list}
              - {mock: stripe.PostCustomers, table: customers, action: create}
              - {mock: stripe.GetCustomersCustomer, table: customers, action: get}
              - {mock: stripe.PostCustomersCustomer, table: customers, action: patch}
              - {mock: stripe.DeleteCustomersCustomer, table: customers, action: delete}
            """;
}
