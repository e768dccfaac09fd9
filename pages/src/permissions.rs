//! Reads the ids of the permission sets: one, a list, or a range. An id that the translation
//! overwrote must be reported, and a range must stay small.

/// What a line says about permission sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) ids: Vec<u16>,
    /// True when a part of the list is no id.
    pub(crate) broken: bool,
}

/// The widest range that counts as one.
const WIDEST: u16 = 64;

/// The ids that a line states, if it states any.
pub(crate) fn stated_in(text: &str) -> Option<Stated> {
    let list = list_in(text)?;
    let mut stated = Stated::default();
    let words = list.split([',', '，', '、', ';', '；', ' ', '/', '和', '及', '或', '与']);
    for word in words {
        let word = word.trim().trim_end_matches(['。', '.']);
        match ids_of(word) {
            Some(ids) => stated.ids.extend(ids.filter(|id| *id > 0)),
            None if word.is_empty() || word == "and" || word == "or" => {}
            None => stated.broken = true,
        }
    }
    Some(stated)
}

/// Whether a line says that no permission set applies.
pub(crate) fn excludes(text: &str) -> bool {
    const WORDS: [&str; 6] = [
        "仅支持第三方平台",
        "不支持第三方",
        "自己调用",
        "does not support third",
        "only be called by the third",
        "not support third-party",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

fn list_in(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    let english = lower.contains("permission set")
        && (lower.contains("belong") || lower.contains("of this interface"));
    let chinese = text.contains("权限集") && text.contains("id") && text.contains("属");
    if !english && !chinese {
        return None;
    }
    let at = text.rfind([':', '：']).or_else(|| text.rfind('为'))?;
    let list = text.get(at..)?;
    let skip = list.chars().next()?.len_utf8();
    list.get(skip..).map(str::trim)
}

fn ids_of(word: &str) -> Option<std::ops::RangeInclusive<u16>> {
    let (first, last) = word.split_once(['-', '~', '～', '至', '–']).unwrap_or((word, word));
    let (first, last): (u16, u16) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first <= last && last - first <= WIDEST).then_some(first..=last)
}
