//! The pages for users, below `docs`: their samples compile, both languages have the same ones, and no link
//! leads nowhere. Judges no sentence.

/// The samples.
#[cfg(doctest)]
mod samples {
    #[doc = include_str!("../../docs/guide/first-call.md")]
    mod first_call {}
    #[doc = include_str!("../../docs/guide/two-instances.md")]
    mod two_instances {}
    #[doc = include_str!("../../docs/guide/moving-in.md")]
    mod moving_in {}
    #[doc = include_str!("../../docs/guide/backup.md")]
    mod backup {}
    #[doc = include_str!("../../docs/guide/testing.md")]
    mod testing {}
    #[doc = include_str!("../../docs/failures/README.md")]
    mod failures {}
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn every_sample_is_compiled_and_the_same_in_chinese() {
        let mut compared = 0;
        for english in pages().into_iter().filter(|page| !is_chinese(page)) {
            let samples = Page::read(&english).samples;
            let chinese = english.with_extension("zh.md");
            if chinese.exists() {
                assert_eq!(Page::read(&chinese).samples, samples, "{}", chinese.display());
                compared += samples.len();
            }
            if samples.iter().any(|(kind, _)| kind.starts_with("rust")) {
                let path = english.strip_prefix(root()).expect("pages lie below the root");
                let included = include_str!("manual.rs").contains(&*path.to_string_lossy());
                assert!(included, "nobody compiles {}", path.display());
            }
        }
        assert!(compared > 20, "only {compared} samples");
    }

    #[test]
    fn every_link_leads_somewhere() {
        let readmes = ["README.md", "README.zh.md"].map(|name| root().join(name));
        let mut followed = 0;
        for page in pages().into_iter().chain(readmes) {
            for link in Page::read(&page).links.iter().filter(|link| !link.contains("://")) {
                let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = match path {
                    "" => page.clone(),
                    path => page.with_file_name(path),
                };
                assert!(target.exists(), "{}: {link}", page.display());
                if !anchor.is_empty() {
                    let anchors = Page::read(&target).anchors;
                    assert!(anchors.iter().any(|it| it == anchor), "{}: {link}", page.display());
                }
                followed += 1;
            }
        }
        assert!(followed > 100, "only {followed} links");
    }

    /// What a page is checked for.
    #[derive(Default)]
    struct Page {
        /// The language and the text of each block of code.
        samples: Vec<(String, String)>,
        links: Vec<String>,
        anchors: Vec<String>,
    }

    impl Page {
        fn read(path: &Path) -> Page {
            let text = fs::read_to_string(path).expect("a page");
            let mut page = Page::default();
            let mut is_heading = false;
            let mut is_sample = false;
            for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
                match event {
                    Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into()),
                    Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                        is_sample = true;
                        page.samples.push((kind.into(), String::new()));
                    }
                    Event::End(TagEnd::CodeBlock) => is_sample = false,
                    Event::Start(Tag::Heading { .. }) => {
                        is_heading = true;
                        page.anchors.push(String::new());
                    }
                    Event::End(TagEnd::Heading(_)) => is_heading = false,
                    Event::Text(text) | Event::Code(text) if is_heading => {
                        page.anchors.last_mut().expect("a heading").push_str(&anchor(&text));
                    }
                    Event::Text(text) if is_sample => {
                        page.samples.last_mut().expect("a block").1.push_str(&text);
                    }
                    _ => {}
                }
            }
            page
        }
    }

    /// What GitHub makes of a heading.
    fn anchor(heading: &str) -> String {
        let kept = |c: &char| c.is_alphanumeric() || "-_ ".contains(*c);
        heading.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
    }

    fn pages() -> Vec<PathBuf> {
        let mut pages = Vec::new();
        let mut folders = vec![root().join("docs")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { folders.push(path) } else { pages.push(path) }
            }
        }
        pages
    }

    fn is_chinese(page: &Path) -> bool {
        page.to_string_lossy().ends_with(".zh.md")
    }

    fn root() -> PathBuf {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.parent().expect("this package lies in the repository").to_owned()
    }
}
