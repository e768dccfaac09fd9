//! The stored extracts: `<edition>/<interface>.toml` below one folder, one interface a file. Must
//! never change a fact on the way.

use std::{fmt, fs, io, path::Path};

use crate::{Edition, ExtractHeader, Page, from_toml};

/// A stored extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extract {
    /// The interface whose page it is, which the page itself may fail to name.
    pub interface: String,
    /// The copy that was read.
    pub header: ExtractHeader,
    /// What it says.
    pub page: Page,
}

/// The extracts below a folder, by interface and then from the newest edition to the oldest.
///
/// # Errors
///
/// Names the first file that cannot be read or does not hold what its path promises.
pub fn load_extracts(folder: &Path) -> Result<Vec<Extract>, ShelfError> {
    let mut extracts = Vec::new();
    for edition in Edition::ALL {
        let shelf = folder.join(edition.label());
        let entries = match fs::read_dir(&shelf) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.map_err(|error| ShelfError::new(&shelf, error))?,
        };
        for entry in entries {
            let path = entry.map_err(|error| ShelfError::new(&shelf, error))?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                extracts.push(load(&path, edition)?);
            }
        }
    }
    extracts.sort_by_cached_key(|e: &Extract| (e.interface.clone(), e.page.edition.age()));
    Ok(extracts)
}

/// Where the extract of an interface lies below the folder of extracts.
#[must_use]
pub fn extract_path(edition: Edition, interface: &str) -> String {
    format!("{}/{interface}.toml", edition.label())
}

/// A file among the extracts that is none.
#[derive(Debug)]
pub struct ShelfError {
    path: String,
    reason: String,
}

fn load(path: &Path, edition: Edition) -> Result<Extract, ShelfError> {
    let text = fs::read_to_string(path).map_err(|error| ShelfError::new(path, error))?;
    let (header, pages) = from_toml(&text).map_err(|error| ShelfError::new(path, error))?;
    let interface = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    match (interface, <[Page; 1]>::try_from(pages)) {
        (Some(interface), Ok([page])) if page.edition == edition => {
            Ok(Extract { interface, header, page })
        }
        _ => Err(ShelfError::new(path, format!("expected one page of `{}`", edition.label()))),
    }
}

impl ShelfError {
    fn new(path: &Path, reason: impl fmt::Display) -> Self {
        ShelfError { path: path.display().to_string(), reason: reason.to_string() }
    }
}

impl fmt::Display for ShelfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for ShelfError {}
