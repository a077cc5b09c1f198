import MusterModel
import MusterProbes
import Testing

@testable import MusterChecks

/// The real probes yield what the check files speak of.
@Suite(.enabled(if: ProbeCatalogue.all.count >= TestVocabulary.all.probes.count))
struct VocabularyTests {
    @Test func builtInFilesLoadAgainstTheProbesOfThisBuild() {
        let library = ChecksLibrary(CheckFile.builtIn, vocabulary: ProbeCatalogue.vocabulary)
        #expect(library.errors.map(\.description) == [])
    }

    @Test func everyFactOfTheTestVocabularyIsARealOne() {
        let real = ProbeCatalogue.vocabulary
        for card in TestVocabulary.all.allFacts {
            #expect(real.card(of: card.name)?.kind == card.kind, "\(card.name)")
        }
        for subject in TestVocabulary.all.allSubjects {
            #expect(real.subject(subject.kind)?.roster.name == subject.roster.name)
        }
    }
}
