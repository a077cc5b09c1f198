internal import MusterModel

extension OpenAPIDocument {
    /// The one question that is too long for an address.
    static var whatIf: JSONValue {
        var responses = refusals(with: [
            "400": "The proposal does not read.", "413": "It is too large.",
            "415": "It is no JSON, or a page of another site asks.",
            "422": "It names what nobody knows, or a file of it has mistakes.",
            "503": "Others are asking; Retry-After tells when to ask again.",
        ])
        responses["200"] = .object([
            "description": .string("What would be otherwise."),
            "content": content(
                schema([
                    "format": "string", "proposal": "array", "made": "integer",
                    "outcomes": "array",
                ])),
        ])
        return .object([
            "post": .object([
                "summary": .string(
                    "What would be otherwise if sites were judged by something else; nothing "
                        + "changes."),
                "requestBody": .object(["required": .bool(true), "content": content(proposal)]),
                "responses": .object(responses),
            ])
        ])
    }

    private static var proposal: JSONValue {
        let (names, text) = (Int64(Proposal.namesAtMost), JSONValue.string("string"))
        let list = JSONValue.object([
            "type": .string("array"), "items": .object(["type": text]),
            "maxItems": .integer(names),
        ])
        let file = JSONValue.object([
            "type": .string("object"), "required": .array([.string("name"), .string("text")]),
            "properties": .object([
                "name": .object(["type": text]), "text": .object(["type": text]),
            ]),
        ])
        return .object([
            "type": .string("object"), "additionalProperties": .bool(false),
            "properties": .object([
                "files": .object([
                    "type": .string("array"), "items": file,
                    "maxItems": .integer(Int64(Proposal.filesAtMost)),
                    "description": .string("Check files: profiles or advisories, YAML."),
                ]),
                "set": .object([
                    "type": .string("object"),
                    "additionalProperties": .object([
                        "type": .array([text, .string("integer")])
                    ]),
                    "maxProperties": .integer(names),
                    "description": .string("Limits by name, with their values."),
                ]),
                "without": list, "profiles": list,
            ]),
        ])
    }
}
