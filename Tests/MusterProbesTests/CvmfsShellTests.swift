import MusterModel
import Testing

@testable import MusterProbes

/// Each expectation is what bash itself says, or `?` where no file can tell.
@Suite struct CvmfsShellTests {
    @Test(
        arguments: [
            ("A=1", "1"), ("A=", ""), ("A=''", ""), ("A=\"\"", ""), ("  A=1  # note", "1"),
            ("A=1#2", "1#2"), ("A=a\\ b", "a b"), ("A=\"a b\"c", "a bc"), ("A='$B'", "$B"),
            ("A=\"x;y|z\"", "x;y|z"), ("A=1; A=2", "2"), ("A=1 B=2", "1"), ("export A=1", "1"),
            ("readonly A=1", "1"), ("A=1\nexport A", "1"), ("A=a\\\nb", "ab"),
            ("A=\"a\nb\"", "a\nb"), ("A=\"a\\\nb\"", "ab"), ("A=\"\\$X \\q\"", "$X \\q"),
            ("A=x=y", "x=y"), ("A=a\r\n", "a\r"), ("A='é'\\é", "éé"), ("A=$", "$"),
            ("A=1\nA+=2", "12"), ("A=1\nunset A\nA=${A-}x", "?"), ("A=*", "*"),
            ("A=\"http://h/@fqrn@\"", "http://h/@fqrn@"), ("A=1 &&\nA=2", "2"),
            ("A=1 > /dev/null 2>&1", "1"),
        ])
    func assignsAsAShellDoes(text: String, expected: String) async {
        #expect(await CvmfsStage().evaluation(of: text).shown("A") == expected)
    }

    @Test(
        arguments: [
            ("A=$CVMFS_X", "v"), ("A=${CVMFS_X}w", "vw"), ("A=\"$CVMFS_X;w\"", "v;w"),
            ("A=${CVMFS_X:-d}", "v"), ("A=${CVMFS_N:-d}", "d"), ("A=${CVMFS_E:-d}", "d"),
            ("A=${CVMFS_E-d}", ""), ("A=${CVMFS_N-d}", "d"), ("A=${CVMFS_X:+d}", "d"),
            ("A=${CVMFS_E:+d}", ""), ("A=${CVMFS_E+d}", "d"), ("A=${CVMFS_N:=d}$CVMFS_N", "dd"),
            ("A=${CVMFS_N:-\"a b\"}", "a b"), ("A=\"${CVMFS_N:-a b}\"", "a b"),
            ("A=${CVMFS_N:-${CVMFS_E:-deep}}", "deep"), ("A=${CVMFS_N}", ""),
            ("A=$CVMFS_X$CVMFS_X", "vv"), ("A=x$CVMFS_N", "x"),
        ])
    func expandsAsAShellDoes(text: String, expected: String) async {
        let before = "CVMFS_X=v\nCVMFS_E=\n"
        #expect(await CvmfsStage().evaluation(of: before + text).shown("A") == expected)
    }

    @Test(
        arguments: [
            "A=`date`", "A=$(date)", "A=$((1+1))", "A=\"x`date`\"", "A=${A%x}", "A=${#A}",
            "A=${A/x/y}", "A=$1", "A=$?", "A=$RANDOM", "A=$HOME", "A=~/x", "A=$'x'", "A=${!A}",
            "B=`date`\nA=$B", "B=$(a \")\" b)\nA=1$B", "A=1\nA+=`date`", "A=${B:=`x`}",
            "A=1\nread A", "A=1\neval \"A=2\"", "case x in x) A=1;; esac",
            "A=1\nfor A in 1 2; do :; done",
            "A=1\nwhile true; do A=2; done", "f() { A=1; }", "A=1\nreturn\nA=2",
            "A=1\nif [ -z x ]; then exit; fi\nA=2", "declare A=1", "A=1 command",
            "A=1\n( A=2 )", "A=1\n{ A=2; }", "A=\"open", "A='open", "A=${open", "A=`open",
            "A=$(open", "A=1 | cat", "A=1 & B=2", "cat <<X\nA=1\nX", "A=1\nif x; then A=2",
            "A=1\ngrep -q . /f && A=2", "A=1\nif [ -x /f ]; then A=2; fi", "A=\u{1}",
            "set -a\nA=1", "alias x=y\nA=1", "A=1\nfi\nA=2",
        ])
    func whatOnlyAShellCanTellIsNotEvaluated(text: String) async {
        #expect(await CvmfsStage().evaluation(of: text).shown("A") == "?", "\(text)")
    }

    @Test(
        arguments: [
            ("[ a = a ]", true), ("[ a == b ]", false), ("[ a != b ]", true), ("[ a ]", true),
            ("[ \"\" ]", false), ("[ ]", false), ("[ -z \"$CVMFS_N\" ]", true),
            ("[ -z $CVMFS_N ]", true), ("[ -n $CVMFS_N ]", true), ("[ -n \"$CVMFS_N\" ]", false),
            ("[ x$CVMFS_N = x ]", true), ("[ \"x$CVMFS_X\" = \"x\" ]", false),
            ("[ ! -z a ]", true), ("! [ a = a ]", false), ("[ 10 -lt 9 ]", false),
            ("[ 10 -ge 9 ]", true), ("[ $CVMFS_N -lt 5 ]", false), ("[ x -eq 5 ]", false),
            ("[ a = a -a b = c ]", false), ("[ a = b -o b = b ]", true),
            ("test a = a", true), ("[[ $CVMFS_X == v ]]", true), ("true", true), (":", true),
            ("false", false), ("[ a = b ] || [ c = c ]", true),
            ("[ a = a ] && [ c = d ]", false), ("[ -f /there ]", true), ("[ -f /gone ]", false),
            ("[ -d /there ]", false), ("[ -e /there ]", true), ("[ -s /there ]", true),
            ("grep -q \"x\\|word\" /there", true), ("grep -q other /there", false),
            ("grep -q word /gone", false), ("[ -f /gone ] && grep -q '.*' /there", false),
        ])
    func takesTheBranchThatAShellTakes(condition: String, expected: Bool) async {
        let text = "CVMFS_X=v\nif \(condition); then A=yes; else A=no; fi"
        let stage = CvmfsStage(["/there": "a word"])
        #expect(await stage.evaluation(of: text).shown("A") == (expected ? "yes" : "no"))
    }

    @Test(arguments: [
        ("if [ a = b ]; then A=1; elif [ a = a ]; then A=2; else A=3; fi", "2"),
        ("if [ a = b ]\nthen\n A=1\nelse\n if [ c = c ]; then A=3; fi\nfi", "3"),
        ("[ -z \"$CVMFS_N\" ] && A=1", "1"), ("[ a = b ] && A=1 || A=2", "2"),
        ("A=0\n[ a = b ] && A=1", "0"), ("if a=1; then A=1; fi", "1"),
        ("if case; then A=1; fi", "?"),
    ])
    func followsBranches(text: String, expected: String) async {
        #expect(await CvmfsStage().evaluation(of: text).shown("A") == expected)
    }

    @Test func anUnknownTestLeavesWhatBothBranchesAgreeOn() async {
        let text = "A=1\nif `x`; then A=2; B=3; C=4; else A=2; B=5; fi\nD=$B"
        let evaluation = await CvmfsStage().evaluation(of: text)
        #expect(evaluation.shown("A") == "2")
        #expect(["B", "C", "D"].map(evaluation.shown) == ["?", "?", "?"])
    }

    @Test func aLaterAssignmentEndsTheDoubt() async {
        let evaluation = await CvmfsStage().evaluation(of: "A=`x`\nB=$A\nA=1\nB=$A")
        #expect(evaluation.shown("B") == "1")
        #expect(evaluation.remarks.isEmpty)
    }

    @Test func everyDoubtNamesFileAndLine() async {
        let evaluation = await CvmfsStage().evaluation(of: "\n\nA=`x`\nB=$A\nwhat ever\n")
        guard case .doubt(let absence)? = evaluation.variables["B"]?.value else {
            Issue.record("B was evaluated")
            return
        }
        #expect(absence.reason == .notTried)
        #expect(absence.detail == "$A ← /f:3: a command in backticks is not run")
        #expect(evaluation.remarks == ["/f:5 (the command \"what\" is not run)"])
        #expect(evaluation.variables["A"]?.origin == "/f:3")
    }

    @Test func afterAReadOnlyVariableIsSetTheFileMayBeLeft() async {
        let evaluation = await CvmfsStage().evaluation(
            of: "readonly A=1\nB=1\nA=1\nB=2\nC=3\nunset A")
        #expect(["A", "B", "C"].map(evaluation.shown) == ["?", "?", "?"])
    }

    @Test func aReadOnlyVariableOfAnotherFileIsUncertainUnlessEqual() async {
        let stage = CvmfsStage(["/a": "readonly A=1 B=1 C=1", "/b": "A=1\nB=2\nD=4\n"])
        var evaluation = ShellEvaluation(on: stage.node)
        _ = await evaluation.source("/a")
        _ = await evaluation.source("/b")
        #expect(["A", "B", "C", "D"].map(evaluation.shown) == ["1", "?", "1", "4"])
    }

    @Test func includesBeginWhereTheFileLies() async {
        let stage = CvmfsStage(["/etc/common.conf": "CVMFS_A=$CVMFS_B\nCVMFS_LOST=1\n"])
        var whole = stage
        whole["/etc/domain.d/x.conf"] = "CVMFS_B=7\nCVMFS_A=\"$CVMFS_A\"\n. ../common.conf\n"
        var evaluation = ShellEvaluation(on: whole.node)
        #expect(await evaluation.source("/etc/domain.d/x.conf"))
        #expect(evaluation.shown("CVMFS_A") == "7")
        #expect(evaluation.variables["CVMFS_A"]?.origin == "/etc/common.conf:1")
        #expect(evaluation.shown("CVMFS_LOST") == nil)
    }

    @Test func aMissingIncludeIsListedAndAHiddenOneDoubtsEverything() async {
        var stage = CvmfsStage()
        let missing = await stage.evaluation(of: "A=1\n. /gone\n")
        #expect(missing.shown("A") == "1")
        #expect(missing.remarks == ["/f:2 (/gone is not there)"])
        stage.answers[.read("/secret")] = .missing(Absence(.forbidden, "/secret: refused"))
        let hidden = await stage.evaluation(of: "A=1\n. /secret\nB=2\n")
        #expect(hidden.shown("A") == "?")
        #expect(hidden.shown("CVMFS_ANY") == "?")
        #expect(hidden.shown("B") == "2")
    }

    @Test(arguments: [
        ["/f": ". /f\nA=1"], ["/f": ". /g\nA=1", "/g": ". /f\n"],
        ["/f": ". $CVMFS_X`x`\nA=1"],
    ])
    func circlesOfIncludesEnd(files: [String: String]) async {
        let evaluation = await CvmfsStage(files).evaluation(of: files["/f"] ?? "")
        #expect(evaluation.shown("A") == "1")
        #expect(evaluation.shown("CVMFS_OTHER") == "?")
    }

    @Test func bombsAreDefused() async {
        let doubling = String(repeating: "A=$A$A\n", count: 60)
        #expect(await CvmfsStage().evaluation(of: "A=aaaa\n" + doubling).shown("A") == "?")
        let many = (0..<10_000).map { "A\($0)=$A\n" }.joined()
        let spent = "A=\(String(repeating: "a", count: 60_000))\n" + many
        #expect(await CvmfsStage().evaluation(of: spent).shown("A9") == "?")
        let deep = String(repeating: "if true; then\n", count: 5000)
        #expect(await CvmfsStage().evaluation(of: "A=1\n\(deep)A=2").shown("A") == "?")
        let nested = "A=" + String(repeating: "${A:-", count: 5000)
        #expect(await CvmfsStage().evaluation(of: nested).shown("A") == "?")
        let chain = "A=1" + String(repeating: " && A=1", count: 19_000)
        #expect(await CvmfsStage().evaluation(of: chain).shown("A") == "1")
        let huge = "A=1\n#" + String(repeating: "x", count: ShellEvaluation.fileAtMost)
        #expect(await CvmfsStage().evaluation(of: huge).shown("A") == "?")
        let not = String(repeating: "! ", count: 5000) + "A=1"
        #expect(await CvmfsStage().evaluation(of: not).shown("A") == "?")
        let forks = (0..<9000).map { "A\($0)=1\n" } + (0..<9000).map { "`x` && B\($0)=1\n" }
        #expect(await CvmfsStage().evaluation(of: forks.joined()).shown("A1") == "?")
        let junk = await CvmfsStage().evaluation(
            of: (0..<3000).map { "w\($0)\n" }.joined())
        #expect(junk.remarks.count == 50)
    }

    /// Junk of any kind ends, and sets nothing.
    @Test func junkSetsNothing() async {
        var seed: UInt64 = 42
        let alphabet = Array("$`'\"\\{}()[];&|<>#!=\nA ifthenelsfcado.~*?".unicodeScalars)
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<60 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.unicodeScalars.append(alphabet[Int(seed >> 33) % alphabet.count])
            }
            let evaluation = await CvmfsStage().evaluation(of: text + "\nCVMFS_LAST=1\n")
            #expect(["1", "?"].contains(evaluation.shown("CVMFS_LAST")), "\(text)")
        }
    }
}
