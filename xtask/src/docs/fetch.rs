//! `docs fetch`: downloads the Markdown twins of the current pages, one after the other. Must never
//! hurry, ask again for what did not change, or leave half a page behind.

mod memory;
mod site;

use std::fmt::{self, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use wxopen_pages::Edition;

use crate::Result;
use crate::docs::Known;
use crate::tree::Tree;
use memory::{Memory, Remembered};
use site::{Answer, Fresh, Site};

/// Where the pages come from, where they go, and how patiently.
pub struct Visit {
    /// Scheme and host of the documents, without a slash at the end.
    pub site: String,
    /// The folder for the pages.
    pub folder: PathBuf,
    /// How long to rest between two requests.
    pub pause: Duration,
    /// How long one page may take.
    pub timeout: Duration,
}

/// Who runs the command: sees each line as it comes, and rests between requests.
pub trait Terminal {
    /// Shows a line.
    fn tell(&mut self, line: &str);
    /// Rests.
    fn rest(&mut self, pause: Duration);
}

/// What became of the pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Pages that were written for the first time or anew.
    pub written: usize,
    /// Pages that had not changed.
    pub same: usize,
    /// Pages that could not be had.
    pub failed: usize,
    /// Pages that have to wait, because the site wants rest.
    pub left: usize,
}

/// Downloads the pages of the interfaces, or of all if none is named.
///
/// # Errors
///
/// If nothing is called like an interface, if the site wanted rest and still does, or if the folder
/// cannot be used. A page that cannot be had or stored is counted instead.
pub fn fetch(
    root: &Path,
    visit: &Visit,
    interfaces: &[String],
    terminal: &mut dyn Terminal,
) -> Result<Fetched> {
    let wanted = Known::of(root)?.pages_of(Edition::ZhOpenapi, interfaces)?;
    let folder = visit.folder.display();
    fs::create_dir_all(&visit.folder)
        .map_err(|error| format!("cannot create `{folder}`: {error}"))?;
    let tree = Tree::new(&visit.folder);
    let memory = Memory::load(&tree)?;
    memory.check_rest()?;
    let mut fetching =
        Fetching { tree, memory, site: Site::new(visit), fetched: Fetched::default() };
    for (done, (interface, url)) in wanted.iter().enumerate() {
        let line = match fetching.fetch_one(interface, url, terminal) {
            Ok(Step::Told(line)) => line,
            Ok(Step::Stop(message)) => {
                fetching.fetched.left = wanted.len() - done;
                terminal.tell(&message);
                break;
            }
            Err(failure) => {
                fetching.fetched.failed += 1;
                format!("failed   {interface}: {failure}")
            }
        };
        terminal.tell(&line);
    }
    Ok(fetching.fetched)
}

impl Fetched {
    /// Whether every page that was wanted is there as the site has it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed == 0 && self.left == 0
    }
}

impl Display for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fetched { written, same, failed, left } = self;
        write!(f, "{written} written, {same} unchanged, {failed} failed, {left} left for later")
    }
}

struct Fetching<'a> {
    tree: Tree,
    memory: Memory,
    site: Site<'a>,
    fetched: Fetched,
}

enum Step {
    Told(String),
    Stop(String),
}

impl Fetching<'_> {
    fn fetch_one(
        &mut self,
        interface: &str,
        url: &str,
        terminal: &mut dyn Terminal,
    ) -> Result<Step> {
        let address = twin_of(url)?;
        let file = format!("{interface}.md");
        let known = self.memory.of(interface, &address, self.on_disk(&file).as_deref());
        match self.site.ask(&address, known, terminal)? {
            Answer::NotModified => {
                self.fetched.same += 1;
                Ok(Step::Told(format!("same     {file}")))
            }
            Answer::Page(fresh) => self.keep(interface, &file, address, &fresh),
            Answer::Busy { status, until } => {
                self.memory.rest(until);
                self.memory.save(&self.tree)?;
                Ok(Step::Stop(memory::wants_rest(status, until)))
            }
        }
    }

    fn on_disk(&self, file: &str) -> Option<Vec<u8>> {
        fs::read(self.tree.locate(file)).ok()
    }

    /// Stores a page and what to say when asking for it again.
    fn keep(
        &mut self,
        interface: &str,
        file: &str,
        address: String,
        fresh: &Fresh,
    ) -> Result<Step> {
        check_page(&fresh.text)?;
        let is_same = self.on_disk(file).as_deref() == Some(fresh.text.as_bytes());
        if !is_same {
            self.tree.replace(file, &fresh.text)?;
        }
        self.memory.keep(interface, Remembered::of(address, fresh));
        self.memory.save(&self.tree)?;
        let (count, word) = match is_same {
            true => (&mut self.fetched.same, "same "),
            false => (&mut self.fetched.written, "wrote"),
        };
        *count += 1;
        Ok(Step::Told(format!("{word}    {file}")))
    }
}

/// The path of the Markdown twin of a page.
fn twin_of(url: &str) -> Result<String> {
    let page = url.strip_suffix(".html").filter(|page| page.starts_with('/'));
    let page = page.ok_or_else(|| format!("`{url}` is no path that ends in .html"))?;
    Ok(format!("{page}.md"))
}

/// Refuses what would take the place of the last good copy: some sites answer 200 with a page that
/// says sorry.
fn check_page(text: &str) -> Result<()> {
    if text.trim_start().starts_with('<') {
        return Err("what came is HTML, where Markdown was asked for".to_owned());
    }
    let read = wxopen_pages::read(text.as_bytes(), None);
    read.map(drop).map_err(|error| format!("what came is no page of the documents: {error}"))
}
