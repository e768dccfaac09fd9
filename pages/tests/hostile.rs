//! Input that is no page at all ends in a clear error, in bounded time, and never in a panic.

use std::time::{Duration, Instant};

use wxopen_pages::{Edition, LARGEST_INPUT, ReadError, read};

use crate::shelf::fixtures;

#[test]
fn fifty_mebibytes_are_refused() {
    let bytes = 50 * 1024 * 1024;
    let refused = read(&vec![b'#'; bytes], None);
    assert_eq!(refused.expect_err("too large"), ReadError::TooLarge { bytes });
}

#[test]
fn what_is_no_text_is_refused() {
    assert_eq!(read(b"ab\xff", None).expect_err("no text"), ReadError::NotText { offset: 2 });
    assert_eq!(read(b" \n\t", None).expect_err("empty"), ReadError::Empty);
    assert_eq!(read(b"hello", None).expect_err("no page"), ReadError::UnknownEdition);
}

#[test]
fn deep_nesting_is_refused() {
    let table = "a object x\nattribute type Introductions\n".repeat(100);
    let page = format!("# Return parameters\nattribute type Introductions\n{table}");
    let error = read(page.as_bytes(), Some(Edition::EnOpenapidoc)).expect_err("too deep");
    assert!(matches!(error, ReadError::NestedTooDeep { .. }), "{error}");
    let sample = format!("# Return Data Example\n{}", "[".repeat(100_000));
    let error = read(sample.as_bytes(), Some(Edition::EnOpenapidoc)).expect_err("too deep");
    assert!(matches!(error, ReadError::NestedTooDeep { .. }), "{error}");
    let html = format!("<html><h2>返回参数</h2>{}", "<table><tr><td>".repeat(1000));
    let error = read(html.as_bytes(), Some(Edition::ZhOpenapi)).expect_err("too deep");
    assert!(matches!(error, ReadError::NestedTooDeep { .. }), "{error}");
}

#[test]
fn repetition_takes_bounded_time() {
    let pieces = [
        "#",
        "# ",
        "|",
        "| a ",
        "a | b | c |\n",
        "\"",
        "\\\"",
        "{",
        "}",
        "[1,",
        "\"a\":1,",
        "初始值",
        "> ",
        "- ",
        "```",
        "```\n",
        "## a\n",
        "<div>",
        "<table>",
        "<td>",
        "*a_",
        "[a](",
        "![",
        "&amp;",
        "<!--",
        "attribute",
        "属性类型",
        "参数名",
        "a=b&",
        "1:2",
        "0表示",
        "errcodenumber",
        "a\n\n",
        "\t",
        "`",
        "# Res.a Object Payload\n",
        "Error code Error code Solutions\n",
        "-1 a A a A ",
        "\u{feff}",
        "　",
        "a object x\n",
        "1 a a\n",
        "POST https://api.weixin.qq.com/a?b=c\n# x\n# 请求参数\na\n",
    ];
    let starts = [
        "",
        "# Return parameters\nattribute type Introductions\n",
        "## 错误码\n```json\n[{\"错误码\":\n",
        "<html><table>",
        "# 返回示例\n{",
        "# 3. 返回体\n参数名类型说明\n",
    ];
    for start in starts {
        for piece in pieces {
            let count = (LARGEST_INPUT / 32 - start.len()) / piece.len();
            let input = format!("{start}{}", piece.repeat(count));
            for edition in [Edition::EnOpenapidoc, Edition::ZhOpenapi, Edition::Zh3pp20] {
                let began = Instant::now();
                let _ = read(input.as_bytes(), Some(edition));
                let took = began.elapsed();
                assert!(took < Duration::from_secs(20), "{start:?} {piece:?} {edition}: {took:?}");
            }
        }
    }
}

/// Pages made of random pieces of pages: lines removed, doubled, joined and overwritten.
#[test]
fn random_pages_never_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let texts: Vec<String> = fixtures()
        .into_iter()
        .map(|fixture| String::from_utf8(fixture.bytes).expect("a text"))
        .collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    for round in 0..3000 {
        let mut page = String::new();
        for _ in 0..random.below(60) {
            let line = lines[random.below(lines.len())];
            let cut = line.char_indices().map(|(at, _)| at).nth(random.below(12)).unwrap_or(0);
            match random.below(6) {
                0 => page.push_str(&line[cut..]),
                1 => page.push_str(&line[..cut]),
                2 => page.push_str("初始值"),
                _ => page.push_str(line),
            }
            page.push_str(if random.below(8) == 0 { "" } else { "\n" });
        }
        let edition = Edition::ALL[round % Edition::ALL.len()];
        let _ = read(page.as_bytes(), Some(edition));
        let _ = read(page.as_bytes(), None);
    }
}

#[test]
fn random_bytes_never_panic() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for round in 0..3000 {
        let ascii = round % 2 == 0;
        let bytes: Vec<u8> = (0..random.below(400))
            .map(|_| {
                if ascii {
                    b"#|{}[]\":,\n ab1-<>`/"[random.below(19)]
                } else {
                    random.below(256) as u8
                }
            })
            .collect();
        for edition in Edition::ALL {
            let _ = read(&bytes, Some(edition));
        }
    }
}

/// A generator of numbers that is the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }
}
