//! How much is compared, as the READMEs show it. `UPDATE_EXPECT=1` writes it there.

use std::path::Path;
use std::{env, fs};

use wxopen_tests::referee::Figures;

use crate::Trial;

const BEGIN: &str = "<!-- conformance -->\n";
const END: &str = "<!-- /conformance -->\n";

#[tokio::test]
async fn the_readmes_show_the_figures() {
    let figures = Trial::new().await.verdict().figures;
    let shown = [("README.md", english(&figures)), ("README.zh.md", chinese(&figures))];
    for (name, expected) in shown {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
        let text = fs::read_to_string(&path).expect("a README");
        let (before, rest) = text.split_once(BEGIN).expect("the figures have a place");
        let (found, after) = rest.split_once(END).expect("the place has an end");
        let accept = env::var_os("UPDATE_EXPECT").is_some() && env::var_os("CI").is_none();
        if accept && found != expected {
            fs::write(&path, format!("{before}{BEGIN}{expected}{END}{after}")).expect("writes");
        } else {
            assert_eq!(found, expected, "{name}: accept it with UPDATE_EXPECT=1");
        }
    }
}

fn english(figures: &Figures) -> String {
    table(["Conformance with WeChat's documents", ""], &rows(figures, 0))
}

fn chinese(figures: &Figures) -> String {
    table(["与微信文档的一致性", ""], &rows(figures, 1))
}

fn rows(figures: &Figures, language: usize) -> Vec<(&'static str, String)> {
    let Figures { interfaces, extracts, compared, skipped, errata, damage } = figures;
    let listed = |counts: Vec<String>| counts.join(", ");
    let extracts = extracts.iter().map(|(edition, count)| format!("{count} `{edition}`")).collect();
    let kinds = errata.iter().map(|(kind, count)| format!("{count} {}", kind.as_str())).collect();
    let hits = damage.iter().map(|(rule, hits)| format!("{hits} {rule}")).collect();
    let rows = [
        (["interfaces", "接口"], interfaces.to_string()),
        (["pages", "文档页面"], listed(extracts)),
        (["facts compared, in both directions", "双向比对的事实"], compared.to_string()),
        (
            ["not judged, because a copy lacks the part", "因页面副本不全而未比对"],
            skipped.to_string(),
        ),
        (["errata", "勘误"], listed(kinds)),
        (["damage looked through", "识别出的页面损坏"], listed(hits)),
    ];
    rows.into_iter().map(|(names, value)| (names[language], value)).collect()
}

fn table(heading: [&str; 2], rows: &[(&str, String)]) -> String {
    let mut text = format!("| {} | {} |\n| --- | --- |\n", heading[0], heading[1]);
    for (name, value) in rows {
        text.push_str(&format!("| {name} | {value} |\n"));
    }
    text
}
