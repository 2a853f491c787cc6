//! The table's items: this folder is the only place that knows attribute names.
//!
//! In clear are only the attributes that the clock, the queue and rotation need (see `ARCHITECTURE.md`); everything
//! about a person is in `ct`. One entry, its history and its row for counting are one item collection (they share the
//! partition key), so they change in one transaction and are read in one query.

#[cfg(feature = "embedded")]
mod damaged;
mod index;
mod names;
mod people;
mod proofs;
mod puts;
mod reads;
mod schema;
mod stored;
mod writes;

#[cfg(feature = "embedded")]
pub(crate) use damaged::{get_around, read_around};
pub(crate) use index::{
    SealedText, delete_search_key, delete_text, delete_unindexed, get_indexed, indexed_reference, put_indexed,
    put_search_key, put_text, put_unindexed, query_search_keys, query_text_keys, query_texts, query_unindexed,
    search_key_name, text_key,
};
pub(crate) use names::{
    Item, activity_row, ciphertext, closed_marker, event_sort_key, event_version, expires_at, export_sort_key, has_key,
    is_canary, is_elsewhere, is_entry, is_removed, is_report, open_marker, partition_key, reading_sort_key, report_key,
    row_sort_key, sort_key_in_history,
};
pub(crate) use people::{
    delete_person, get_secret, person_reference, put_person, put_secret, query_person, secret_key,
};
pub(crate) use proofs::{Test, get_test, new_test, prove, query_tests};
pub(crate) use puts::{put_canary, put_entry, put_event, put_report};
pub(crate) use reads::{
    get_entry, get_event, query, query_canaries_clear, query_closed, query_collection, query_keys,
    query_newest_canaries, query_open, query_open_clear, query_reports, scan_all,
};
pub(crate) use stored::Stored;
pub(crate) use writes::{
    Change, add_event, delete_event, in_this_version, put_row, remove_entry, reseal_entry, reseal_item, row_for_entry,
    set_expiry, update_entry,
};
#[cfg(feature = "seeding")]
pub(crate) use {puts::event_item, stored::unlisted, writes::row_item};
