//! The report as one HTML file that needs no network and no script.
//!
//! The [`Report`] goes into a template, a page comes out. Everything is escaped by the template engine because the template's name ends
//! in `.html`; style and script are our own and are placed as they are. The page forbids itself every connection, and
//! every script but the one whose hash it names.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::{Error, Report};

const PAGE: &str = include_str!("templates/report.html");
const PARTS: &str = include_str!("templates/parts.html");
const STYLE: &str = include_str!("templates/style.css");
const SCRIPT: &str = include_str!("templates/script.js");

/// The SHA-256 of the script, as the page's policy names it; a test computes it.
const SCRIPT_HASH: &str = "1iqnIWtZ+8hqZtpRxk+ytDJsZJRGvtDmfu2J+sB+L2I=";

/// The page.
pub(super) fn render(report: &Report) -> Result<String, Error> {
    let mut environment = Environment::new();
    let lines = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(lines.map_err(|error| Error::Render(error.to_string()))?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let render = |environment: &Environment<'_>| {
        environment.get_template("report.html")?.render(context! {
            report => Value::from(Serde(report)),
            style => STYLE,
            script => SCRIPT,
            script_hash => SCRIPT_HASH,
        })
    };
    environment
        .add_template("parts.html", PARTS)
        .and_then(|()| environment.add_template("report.html", PAGE))
        .and_then(|()| render(&environment))
        .map_err(|error| Error::Render(format!("{error:#}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 as FIPS 180-4 describes it; only this test needs it.
    fn sha256(message: &[u8]) -> [u8; 32] {
        let primes: Vec<u64> = (2..312_u64).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
        // The first 32 bits of the fractional part of a root: found by bisection in integers, so that no rounding enters.
        let root_bits = |prime: u64, power: u32| -> u32 {
            let (mut low, mut high) = (0_u128, 1 << 42);
            while high - low > 1 {
                let middle = u128::midpoint(low, high);
                if middle.pow(power) <= u128::from(prime) << (32 * power) { low = middle } else { high = middle }
            }
            low as u32
        };
        let constants: Vec<u32> = primes.iter().map(|&prime| root_bits(prime, 3)).collect();
        let mut h: Vec<u32> = primes[..8].iter().map(|&prime| root_bits(prime, 2)).collect();
        let mut padded = message.to_vec();
        padded.push(0x80);
        padded.resize(padded.len().next_multiple_of(64), 0);
        if padded.len() < message.len() + 9 {
            padded.resize(padded.len() + 64, 0);
        }
        let end = padded.len() - 8;
        padded[end..].copy_from_slice(&(message.len() as u64 * 8).to_be_bytes());
        for block in padded.chunks_exact(64) {
            let mut w: Vec<u32> =
                block.chunks_exact(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
            for at in 16..64 {
                let (a, b) = (w[at - 15], w[at - 2]);
                let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
                let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
                w.push(w[at - 16].wrapping_add(s0).wrapping_add(w[at - 7]).wrapping_add(s1));
            }
            let mut v = h.clone();
            for at in 0..64 {
                let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
                let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
                let one = v[7].wrapping_add(s1).wrapping_add(choice).wrapping_add(constants[at]).wrapping_add(w[at]);
                let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
                v.rotate_right(1);
                v[4] = v[4].wrapping_add(one);
                v[0] = one.wrapping_add(s0).wrapping_add(majority);
            }
            h.iter_mut().zip(&v).for_each(|(sum, part)| *sum = sum.wrapping_add(*part));
        }
        let bytes: Vec<u8> = h.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.try_into().unwrap()
    }

    fn base64(bytes: &[u8]) -> String {
        let letters: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
            for at in 0..4 {
                text.push(if at <= chunk.len() { letters[(bits >> (18 - 6 * at)) as usize & 63] } else { '=' });
            }
        }
        text
    }

    #[test]
    fn the_page_allows_its_own_script() {
        assert_eq!(base64(&sha256(b"abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        assert_eq!(
            SCRIPT_HASH,
            base64(&sha256(SCRIPT.as_bytes())),
            "the script changed: put its new hash into SCRIPT_HASH"
        );
        assert!(!SCRIPT.contains("</"), "the script would end too soon");
    }
}
