package dev.doppel.twin;

import dev.doppel.twin.load.TwinLoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Configurations that several tests of statements share. */
abstract class Statements {
    static String config(String rest) {
        return "version: \"1.0\"\n" + rest;
    }

    static String crud(String table) {
        return config("""
                tables:
                %s
                mocks:
                  - {id: list, http: {matcher: {method: GET, path: /t}, statefulBinding: {table: t, action: list}}}
                  - {id: create, http: {matcher: {method: POST, path: /t}, statefulBinding: {table: t, action: create}}}
                  - {id: get, http: {matcher: {method: GET, path: "/t/{id}"}, statefulBinding: {table: t, action: get}}}
                  - {id: patch, http: {matcher: {method: PATCH, path: "/t/{id}"}, statefulBinding: {table: t, action: patch}}}
                  - {id: update, http: {matcher: {method: PUT, path: "/t/{id}"}, statefulBinding: {table: t, action: update}}}
                  - {id: delete, http: {matcher: {method: DELETE, path: "/t/{id}"}, statefulBinding: {table: t, action: delete}}}
                """.formatted(table.indent(2).stripTrailing()));
    }

    static TwinLoadException broken(String yaml) {
        return org.junit.jupiter.api.Assertions.assertThrows(TwinLoadException.class, () -> Twins.start(yaml));
    }

    static final String DOC = """
            {"openapi":"3.1.0","info":{"title":"a","version":"1"},"servers":[{"url":"https://h/v9"}],"paths":{
            "/things":{"get":{"operationId":"listThings","parameters":[{"name":"q","in":"query","schema":{"type":"string"},"example":"only"}],"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"type":"array","items":{"type":["string","null"]}}}}}}}},
            "/things/{id}":{"get":{"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Node"}}}}}},"delete":{"operationId":"gone","responses":{"204":{"description":"d"}}}},
            "/again":{"get":{"operationId":"listThings","responses":{"200":{"description":"d"}}}}},
            "components":{"schemas":{"Node":{"type":"object","required":["id","has_more"],"properties":{"id":{"type":"string"},"has_more":{"type":"boolean","default":true},"next":{"$ref":"#/components/schemas/Node"},"kids":{"type":"array","items":{"$ref":"#/components/schemas/Node"}}}}}}}
            """;

    static List<Object> ids(Twins.Reply reply) {
        List<Object> out = new ArrayList<>();
        ((List<?>) reply.at("/data")).forEach(r -> out.add(((Map<?, ?>) r).get("id")));
        return out;
    }

    static final String BANK = """
            tables:
              - {name: accounts, seedData: [{id: a, balance: 1000}, {id: b, balance: 0}], response: {errors: {wrap: error, fields: {message: message}}}}
              - {name: txns, maxItems: 200}
            customOperations:
              - name: Transfer
                consistency: %s
                steps:
                  - {type: read, resource: accounts, id: input.from, as: x}
                  - {type: validate, condition: "x.balance >= input.amount", errorMessage: not enough, errorStatus: 422}
                  - {type: update, resource: accounts, id: input.from, set: {balance: "x.balance - input.amount"}, as: x2}
                  - {type: read, resource: accounts, id: input.to, as: y}
                  - {type: update, resource: accounts, id: input.to, set: {balance: "y.balance + input.amount"}, as: y2}
                response: {from: x2.balance, to: y2.balance, why: 'input.reason ?? "x"', n: "input.none ?? 0 + 1", more: "input.amount ?? 0 + 1"}
              - name: Total
                steps: [{type: list, resource: txns, as: txns}]
                response: {total: "sum(txns, .amount)"}
            mocks:
              - {id: tr, http: {matcher: {method: POST, path: "/transfer/{from}"}, statefulBinding: {table: accounts, action: custom, operation: Transfer}}}
              - {id: to, http: {matcher: {method: GET, path: /total}, statefulBinding: {table: txns, action: custom, operation: Total}}}
              - {id: tx, http: {matcher: {method: POST, path: /txns}, statefulBinding: {table: txns, action: create}}}
              - {id: get, http: {matcher: {method: GET, path: "/accounts/{id}"}, statefulBinding: {table: accounts, action: get}}}
            """;
}
