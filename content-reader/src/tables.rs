//! TOML tables laid over each other, searched and compared.

use toml::{Table, Value};

/// The names that lead from a table to a value in it, outermost first.
pub type KeyPath = Vec<String>;

/// Lays `over` on `base`, name by name: tables are merged, any other value takes the place of the one below.
pub fn lay_over(base: &mut Table, over: &Table) {
    for (name, value) in over {
        match (base.get_mut(name), value) {
            (Some(Value::Table(base)), Value::Table(over)) => lay_over(base, over),
            _ => drop(base.insert(name.clone(), value.clone())),
        }
    }
}

/// The value at a path; none where any part of it is missing.
pub fn at<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Value> {
    let (first, rest) = path.split_first()?;
    let value = table.get(*first)?;
    if rest.is_empty() { Some(value) } else { at(value.as_table()?, rest) }
}

/// Every value that `main` has and `other` has not, by name. A text that `main` says and `other` leaves
/// empty is missing; a text that `main` leaves empty is not asked for.
pub fn missing(main: &Table, other: &Table) -> Vec<KeyPath> {
    let mut found = Vec::new();
    let empty = Table::new();
    for (name, value) in main {
        let there = other.get(name);
        let is_missing = match value {
            Value::Table(main) => {
                let inner = missing(main, there.and_then(Value::as_table).unwrap_or(&empty));
                found.extend(inner.into_iter().map(|path| [vec![name.clone()], path].concat()));
                false
            }
            Value::String(main) => !main.is_empty() && there.and_then(Value::as_str).is_none_or(str::is_empty),
            _ => there.is_none(),
        };
        if is_missing {
            found.push(vec![name.clone()]);
        }
    }
    found
}

/// A path as the file has it: `field."patient.name".label`.
pub fn dotted<T: AsRef<str>>(path: &[T]) -> String {
    let part = |part: &T| match part.as_ref() {
        part if part.contains('.') => format!("{part:?}"),
        part => part.to_owned(),
    };
    path.iter().map(part).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_missing_text_is_named_with_its_path() {
        let main: Table = "a = 'x'\nb = ''\nl = [1]\n[c]\nd = 'y'\n[c.'e.f']\ng = 'z'\n[h]\ni = 'w'".parse().unwrap();
        let other: Table = "a = ''\nb = ''\n[c]\nd = 'y'\n[c.'e.f']\n".parse().unwrap();
        let names: Vec<String> = missing(&main, &other).iter().map(|path| dotted(path)).collect();
        assert_eq!(names, ["a", "c.\"e.f\".g", "h.i", "l"]);
        assert!(missing(&main, &main).is_empty());
    }

    #[test]
    fn tables_are_merged_and_values_replaced() {
        let mut base: Table = "a = 'x'\n[b]\nc = 'y'\nd = 'z'".parse().unwrap();
        lay_over(&mut base, &"[b]\nc = 'w'\n[e]\nf = 'v'".parse().unwrap());
        let expected: Table = "a = 'x'\n[b]\nc = 'w'\nd = 'z'\n[e]\nf = 'v'".parse().unwrap();
        assert_eq!(base, expected);
        assert_eq!(at(&base, &["b", "c"]).and_then(Value::as_str), Some("w"));
        assert!(at(&base, &["a", "c"]).is_none());
    }
}
