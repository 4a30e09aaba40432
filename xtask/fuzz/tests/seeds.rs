//! Every target takes its seeds, and each seed broken in a few places.

use fuzz::TARGETS;

/// A stream of numbers that is the same in every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

#[test]
fn every_target_takes_its_seeds_whole_and_broken() {
    let mut random = Random(1);
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for seed in seeds {
            (target.run)(&seed);
            for _ in 0..4 {
                let mut broken = seed.clone();
                for _ in 0..=random.below(3) {
                    let at = random.below(broken.len());
                    broken[at] = [b'"', b'0', b'9', b'}', b',', b'%', 0xFF, b'Z'][random.below(8)];
                }
                broken.truncate(1 + random.below(2 * broken.len()));
                (target.run)(&broken);
            }
        }
    }
}
