import MusterModel
import Testing

@testable import MusterProbes

/// Questions and answers as they travel and as recordings keep them.
@Suite struct QuestionTests {
    static let all: [Question] = [
        .read("/a b"), .list("/"), .attributes("/x"), .link("/x"), .capacity("/x"),
        .extended("user.version", path: "/cvmfs/a b"), .access("/x"), .run(["/bin/x"]),
        .run(["/bin/x", "-o", "parse"]), .connect("/run/s"), .silence("/x"), .machine,
        .attempt(.userNamespace), .attempt(.privilegedOverlay("/t mp")),
        .attempt(.unprivilegedOverlay("/tmp")), .read("/\u{301}x"), .list("/a\nb"),
        .bytes("/a b", offset: 4096, count: 1), .bytes("/a", offset: 0, count: 65_536),
        .inside(ImageInquiry("/i m", offset: 31, paths: ["/bin/sh", "/a b", "/"], bytes: 20)),
        .inside(ImageInquiry("/i", paths: [])), .inside(ImageInquiry("/", paths: ["/x"])),
    ]

    @Test(arguments: all)
    func whatIsWrittenIsReadBack(_ question: Question) {
        #expect(Question(question.description) == question)
    }

    @Test(arguments: [
        "", " ", "read", "read ", "read a", "read a/b", "write /a", "READ /a", "read  /a",
        "machine x", "machine ", " machine", "run", "run x", "run  /bin/x", "run /bin/x  y",
        "extended /a", "extended user.x", "extended user.x a", "attempt", "attempt x",
        "attempt userns x", "attempt overlay-privileged", "attempt overlay-privileged tmp",
        "bytes /a", "bytes 0 /a", "bytes -1 1 /a", "bytes 0 0 /a", "bytes 0 65537 /a",
        "bytes 0 01 /a", "bytes 0 1 a", "inside 0 0", "inside 0 0 a", "inside -1 0 /a",
        "inside 0 -1 /a", "inside 0 0 /a\n", "inside 0 0 /a\nb",
        "inside 0 0 /a\n/b/", "inside 0 50000 /a\n/b", "inside  0 0 /a",
        "attempt overlay-unprivileged  /tmp", "attempt overlay-unprivileged ../tmp",
    ])
    func whatIsNoQuestionIsRefused(_ text: String) {
        #expect(Question(text) == nil)
    }

    @Test(arguments: all)
    func aQuestionMovesToAnotherPath(_ question: Question) {
        let moved = question.at("/new")
        #expect(moved.path == (question.path == nil ? nil : "/new"))
        #expect(moved.at(question.path ?? "") == question)
    }

    static let answers: [(Question, Answer)] = [
        (.read("/a"), .text("x\n\u{0}\"é\u{1F600}")), (.machine, .text("x86_64")),
        (.silence("/a"), .text("12")), (.link("/a"), .text("b")),
        (.extended("user.x", path: "/a"), .text("")), (.list("/a"), .names(["a", "b c"])),
        (
            .attributes("/a"),
            .attributes(
                FileAttributes(kind: .file, user: 4_294_967_295, group: 1, mode: 0o4755, size: 9))
        ),
        (.capacity("/a"), .capacity(Capacity(magic: 0xEF53, total: 9, available: 7, free: 8))),
        (
            .capacity("/a"),
            .capacity(
                Capacity(
                    magic: 0xFF53_4D42, total: .max, available: 0, free: 0, keepsFileType: false))
        ),
        (.access("/a"), .access(Access(read: true, write: false, enter: true))),
        (.run(["/a"]), .program(ProgramEnd(exit: 137, output: "o", errors: "e"))),
        (.attempt(.userNamespace), .attempt(AttemptEnd(works: true, step: "tmpfs"))),
        (.bytes("/b", offset: 0, count: 9), .bytes([0, 255, 10])),
        (
            .inside(ImageInquiry("/i", paths: ["/a", "/b", "/c", "/d"], bytes: 4)),
            .entries([
                .found(.file, [127, 69]), .found(.folder, []), .nothing,
                .missing(Absence(.forbidden, "why")),
            ])
        ),
        (.connect("/a"), .attempt(AttemptEnd(works: false, step: "connect", error: "EACCES"))),
    ]

    @Test(arguments: answers)
    func answersAreReadBack(question: Question, answer: Answer) {
        #expect(Answer(answer.json, to: question) == answer)
    }

    @Test(arguments: Absence.Reason.allCases)
    func everyAbsenceIsReadBackForEveryQuestion(_ reason: Absence.Reason) {
        let answer = Answer.missing(Absence(reason, "why"))
        for question in Self.all { #expect(Answer(answer.json, to: question) == answer) }
    }

    @Test(
        arguments: [
            (.read("/a"), "{}"), (.read("/a"), "[]"), (.read("/a"), #"{"names":[]}"#),
            (.read("/a"), #"{"text":1}"#), (.read("/a"), #"{"missing":"gone"}"#),
            (.read("/a"), #"{"missing":1}"#), (.list("/a"), #"{"names":"a"}"#),
            (.list("/a"), #"{"names":["a",1]}"#), (.list("/a"), #"{"text":"a"}"#),
            (.attributes("/a"), #"{"kind":"file","user":0,"group":0}"#),
            (.attributes("/a"), #"{"kind":"door","user":0,"group":0,"mode":"0644"}"#),
            (.attributes("/a"), #"{"kind":"file","user":-1,"group":0,"mode":"0644"}"#),
            (.attributes("/a"), #"{"kind":"file","user":0,"group":0,"mode":"0999"}"#),
            (.attributes("/a"), #"{"kind":"file","user":0,"group":0,"mode":420}"#),
            (.capacity("/a"), #"{"magic":"ef53","total":1,"available":1}"#),
            (.capacity("/a"), #"{"magic":"0xef53","total":1}"#),
            (.capacity("/a"), #"{"magic":"0x","total":1,"available":1}"#),
            (.capacity("/a"), #"{"magic":"0x1","total":1,"available":1,"keeps_file_type":"no"}"#),
            (.access("/a"), #"{"read":true,"write":true}"#), (.run(["/a"]), #"{"exit":0}"#),
            (.run(["/a"]), #"{"exit":4294967296,"output":""}"#), (.run(["/a"]), #"{"output":""}"#),
            (.attempt(.userNamespace), #"{"works":true}"#),
            (.connect("/a"), #"{"step":"connect"}"#),
            (.bytes("/a", offset: 0, count: 1), #"{"bytes":"AA"}"#),
            (.bytes("/a", offset: 0, count: 1), #"{"text":"AA=="}"#),
            (.inside(ImageInquiry("/i", paths: ["/a"])), #"{"entries":[]}"#),
            (.inside(ImageInquiry("/i", paths: ["/a"])), #"{"entries":[{"kind":"door"}]}"#),
            (.inside(ImageInquiry("/i", paths: ["/a"])), #"{"entries":[{"missing":"gone"}]}"#),
            (
                .inside(ImageInquiry("/i", paths: ["/a"])),
                #"{"entries":[{"bytes":"A","kind":"file"}]}"#
            ),
            (.attempt(.userNamespace), #"{"works":false,"step":"map","error":1}"#),
        ] as [(Question, String)])
    func anAnswerThatDoesNotFitIsNone(question: Question, json: String) throws {
        #expect(Answer(try JSONReader.value(in: json.utf8), to: question) == nil)
    }

    @Test(arguments: [
        ("", "byte 0"), ("[]", "no object"), ("{", "byte 1"),
        (#"{"x":{}}"#, "\"x\" is no question"),
        (#"{"read /a":{}}"#, "\"read /a\": the answer does not fit"),
        (#"{"machine":{"text":"a"},"machine":{"text":"b"}}"#, "a second member"),
        (#"{"run /a b":{"exit":0,"output":""},"run /a  b":{"exit":1,"output":""}}"#, "no question"),
    ])
    func aBadRecordingNamesItsEntry(text: String, detail: String) {
        let error = #expect(throws: Recording.Malformed.self) { try Recording(json: text) }
        #expect(error?.description.contains(detail) == true, "\(error?.detail ?? "")")
    }

    @Test func aRecordingIsReadBackAndSorted() throws {
        let recording = Recording(
            Dictionary(Self.answers, uniquingKeysWith: { first, _ in first }))
        #expect(try Recording(json: recording.text) == recording)
        let lines = recording.text.split(separator: "\n").dropFirst().dropLast()
        #expect(lines.map(String.init) == lines.map(String.init).sorted())
        #expect(try Recording(json: Recording().text) == Recording())
    }
}
