//! What must hold for stored pages of the documents, whatever the copy has become. Knows no page.

use wxopen_pages::{
    Edition, ExtractHeader, Page, StoredCopy, digest, from_toml, read_copy, to_toml,
};

/// Every extract comes back from its file as it was, and is not much longer than the copy.
pub(super) fn page(bytes: &[u8]) {
    let found = StoredCopy { edition: None, entire: true };
    let stated = Edition::ALL.map(|edition| StoredCopy { edition: Some(edition), entire: false });
    for copy in stated.into_iter().chain([found]) {
        match read_copy(bytes, copy) {
            Ok(pages) => assert_comes_back(bytes, copy, &pages),
            Err(error) => assert!(error.to_string().len() < 100, "{error}"),
        }
    }
}

fn assert_comes_back(bytes: &[u8], copy: StoredCopy, pages: &[Page]) {
    let header = ExtractHeader {
        address: String::new(),
        sha256: Some(digest(bytes)),
        read_on: String::new(),
        entire: copy.entire,
    };
    let text = to_toml(&header, pages).expect("every page is an extract");
    // A fact is a word of the page; what stands around it in a row is bounded.
    assert!(text.len() < 4096 + 200 * bytes.len(), "{} of {}", text.len(), bytes.len());
    let (found, back) = from_toml(&text).expect("an extract reads");
    assert_eq!(found, header);
    assert_eq!(back, pages);
}
