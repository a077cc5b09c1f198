import MusterModel

extension Profile {
    func split(by vocabulary: Vocabulary) -> (stable: Profile, moving: Profile) {
        (self, self.reduced { _ in false })
    }
}
