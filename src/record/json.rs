//! JSON of structs whose fields are known: each name is one piece with the signs around it, copied as it stands.
//!
//! In: values. Out: the bytes that `serde_json` would write, which looks through every name for signs to escape and puts each sign by
//! itself; of an analysis, names are the greater part.

use serde::Serialize as _;

use crate::analysis::{Importance, Role, RoleStatus, SectionKind, SkillKind};
use crate::duplicate::Reason;
use crate::posting::{Employment, Remote, Salary, Seniority};

/// A value that is written as JSON.
pub(super) trait Json {
    /// Adds the value to a line.
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()>;
}

/// Names structs that are written as objects, with their fields in order; the name of a field may be said apart.
macro_rules! objects {
    ($(
        $(#[$meta:meta])*
        $visible:vis struct $name:ident $(<$life:lifetime>)? {
            $($(#[$doc:meta])* $field:ident: $type:ty $(as $key:literal)?,)+
        }
    )+) => { $(
        $(#[$meta])*
        $visible struct $name $(<$life>)? { $($(#[$doc])* $field: $type,)+ }

        impl $(<$life>)? Json for $name $(<$life>)? {
            fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
                line.push(b'{');
                $(
                    line.extend_from_slice(json::name!($field $($key)?).as_bytes());
                    self.$field.write(line)?;
                    line.push(b',');
                )+
                json::close(line, b'}');
                Ok(())
            }
        }
    )+ };
}
pub(super) use objects;

macro_rules! name {
    ($field:ident) => {
        concat!("\"", stringify!($field), "\":")
    };
    ($field:ident $key:literal) => {
        concat!("\"", $key, "\":")
    };
}
pub(super) use name;

/// Ends an object or array, in the place of the comma behind its last value.
pub(super) fn close(line: &mut Vec<u8>, end: u8) {
    match line.last_mut() {
        Some(comma) if *comma == b',' => *comma = end,
        _ => line.push(end),
    }
}

impl<T: Json + ?Sized> Json for &T {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        (**self).write(line)
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        if let Some(value) = self {
            return value.write(line);
        }
        line.extend_from_slice(b"null");
        Ok(())
    }
}

impl<T: Json> Json for [T] {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        line.push(b'[');
        for value in self {
            value.write(line)?;
            line.push(b',');
        }
        close(line, b']');
        Ok(())
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        self.as_slice().write(line)
    }
}

impl Json for str {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        // All are looked at, since several at once cost no more than one alone.
        let escapes = |byte: u8| u8::from(byte < b' ') | u8::from(byte == b'"') | u8::from(byte == b'\\');
        if self.bytes().fold(0, |any, byte| any | escapes(byte)) > 0 {
            return self.serialize(&mut serde_json::Serializer::new(line));
        }
        line.reserve(self.len() + 2);
        line.push(b'"');
        line.extend_from_slice(self.as_bytes());
        line.push(b'"');
        Ok(())
    }
}

impl Json for String {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        self.as_str().write(line)
    }
}

impl Json for bool {
    fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
        line.extend_from_slice(if *self { b"true" } else { b"false" });
        Ok(())
    }
}

/// What `serde_json` writes without a detour.
macro_rules! as_serde {
    ($($type:ty),+) => { $(
        impl Json for $type {
            fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
                self.serialize(&mut serde_json::Serializer::new(line))
            }
        }
    )+ };
}
as_serde!(u8, u16, u64, usize, f64, Salary);

/// Names hold nothing to escape.
macro_rules! as_name {
    ($($type:ty),+) => { $(
        impl Json for $type {
            fn write(&self, line: &mut Vec<u8>) -> serde_json::Result<()> {
                self.name().write(line)
            }
        }
    )+ };
}
as_name!(Employment, Importance, Reason, Remote, Role, RoleStatus, SectionKind, Seniority, SkillKind);

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;

    objects! {
        struct Whole<'a> {
            text: &'a str,
            none: Option<u8>,
            parts: Vec<Part>,
            empty: Vec<Part>,
            number: f64 as "a-number",
            salary: Option<&'a Salary>,
        }

        struct Part {
            is_so: bool,
            role: Role,
        }
    }

    #[test]
    fn lines_are_what_serde_json_would_write() {
        let salary = Salary { min: Some(1e21), max: None, currency: None, period: None, text: "\u{1b}é".to_owned() };
        for text in ["", "plain", "\"quoted\" \\ and \n\u{7}\u{7f}", "é 🚀 </script>"] {
            let parts = vec![Part { is_so: true, role: Role::BackendInfra }, Part { is_so: false, role: Role::Sre }];
            let whole = Whole { text, none: None, parts, empty: Vec::new(), number: 0.1, salary: Some(&salary) };
            let mut line = Vec::new();
            whole.write(&mut line).unwrap();
            let read: serde_json::Value = serde_json::from_slice(&line).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap().into_bytes(), line);
            assert_eq!((&read["text"], &read["parts"][0]["role"]), (&text.into(), &"backend-infra".into()));
        }
    }
}
