//! `mock_request` of `wxopen_tests::fuzz` for libFuzzer. Decides nothing.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wxopen_tests::fuzz::run("mock_request", bytes));
