internal import MusterModel

/// What the API says of itself (OpenAPI 3.1), from the same descriptions by which it
/// answers.
enum OpenAPIDocument {
    static func json(of endpoints: [Endpoint]) -> JSONValue {
        let paths =
            endpoints.map { ("/api/v1" + $0.path, path(of: $0)) } + [(WhatIf.path, whatIf)]
        return .object([
            "openapi": .string("3.1.0"),
            "info": .object([
                "title": .string("Muster, collector"), "version": .string("1"),
                "description": .string(
                    "Which grid sites are ready to run payloads in containers, and why not."),
            ]),
            "paths": .object(Dictionary(uniqueKeysWithValues: paths)),
            "components": .object([
                "securitySchemes": .object([
                    "token": .object([
                        "type": .string("http"), "scheme": .string("bearer"),
                    ])
                ]),
                "schemas": .object(["Error": schema(["error": "string"])]),
            ]),
            "security": .array([.object(["token": .array([])]), .object([:])]),
        ])
    }

    private static func path(of endpoint: Endpoint) -> JSONValue {
        var responses: [String: JSONValue] = [
            "200": .object([
                "description": .string("What was asked for."),
                "content": content(schema(endpoint.members)),
            ]),
            "304": .object(["description": .string("It is as the client has it.")]),
        ]
        responses.merge(refusals(with: ["404": "There is nothing of the name."])) { first, _ in
            first
        }
        return .object([
            "get": .object([
                "summary": .string(endpoint.summary),
                "parameters": .array(endpoint.parameters.map(\.json)),
                "responses": .object(responses),
            ])
        ])
    }

    /// Answers of every address that is asked wrongly, or by the wrong one.
    static func refusals(with more: [String: String]) -> [String: JSONValue] {
        let usual = [
            "400": "A parameter does not fit.", "401": "Nobody is known by what was shown.",
            "403": "Whoever it is may not read that.",
            "503": "The store does not answer; Retry-After tells when to ask again.",
        ]
        return usual.merging(more) { _, other in other }.mapValues { words in
            .object([
                "description": .string(words),
                "content": content(.object(["$ref": .string("#/components/schemas/Error")])),
            ])
        }
    }

    static func content(_ schema: JSONValue) -> JSONValue {
        .object(["application/json": .object(["schema": schema])])
    }

    static func schema(_ members: [String: String]) -> JSONValue {
        .object([
            "type": .string("object"),
            "required": .array(members.keys.sorted().map(JSONValue.string)),
            "properties": .object(
                members.mapValues { .object(["type": .string($0)]) }),
        ])
    }
}
