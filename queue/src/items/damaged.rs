//! Reads around rows that the embedded engine cannot read: one damaged row hides no other.
//!
//! The engine refuses a whole page for one row whose stored JSON is damaged. Such a page is read again row by row; of
//! the damaged row its keys are given, which lie in columns of their own, so that whoever reads can name it.

use std::collections::HashMap;
use std::path::Path;

use dynoxide::types::AttributeValue;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row};
use serde_json::{Map, Value as Json, json};

use super::names::{DUE_ON, INDEX, OPEN, PK, SK};

/// A page of a query or a scan that failed, row by row; none where it failed for another reason. `read` asks the engine.
pub(crate) fn read_around(
    file: &Path,
    request: &[u8],
    read: impl Fn(&[u8]) -> (u16, String),
    at_most: usize,
) -> Option<String> {
    let mut request: Json = serde_json::from_slice(request).ok()?;
    let limit = request["Limit"].as_u64().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(at_most);
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    request["Limit"] = json!(1);
    let (mut items, mut last) = (Vec::new(), request.get("ExclusiveStartKey").filter(|key| !key.is_null()).cloned());
    for _ in 0..limit.min(at_most) {
        if let Some(last) = &last {
            request["ExclusiveStartKey"] = last.clone();
        }
        let (status, text) = read(request.to_string().as_bytes());
        if status == 200 {
            let mut answer: Json = serde_json::from_str(&text).ok()?;
            items.append(answer["Items"].as_array_mut()?);
            last = answer.get("LastEvaluatedKey").filter(|key| !key.is_null()).cloned();
            if last.is_none() {
                break;
            }
        } else {
            let damaged = Json::Object(next_if_damaged(&connection, &request)?);
            items.push(damaged.clone());
            last = Some(damaged);
        }
    }
    let mut answer = json!({"Items": items, "Count": items.len(), "ScannedCount": items.len()});
    answer.as_object_mut()?.extend(last.map(|key| ("LastEvaluatedKey".to_owned(), key)));
    Some(answer.to_string())
}

/// The keys of one item that is there and cannot be read, as the answer to a request for it.
pub(crate) fn get_around(file: &Path, request: &[u8]) -> Option<String> {
    let request: Json = serde_json::from_slice(request).ok()?;
    let table = request["TableName"].as_str()?;
    let keys = [&request["Key"][PK]["S"], &request["Key"][SK]["S"]].map(|key| key.as_str().map(column));
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let sql = format!("SELECT item_json, pk, sk FROM \"{table}\" WHERE pk = ?1 AND sk = ?2");
    let row = |row: &Row<'_>| Ok((is_damaged(row)?, keys_of(row, &[PK, SK])?));
    let (damaged, keys) = connection.query_row(&sql, rusqlite::params_from_iter(keys), row).optional().ok()??;
    damaged.then(|| json!({"Item": keys}).to_string())
}

/// The keys of the row that comes next, if the engine cannot read it.
fn next_if_damaged(connection: &Connection, request: &Json) -> Option<Map<String, Json>> {
    let table = request["TableName"].as_str()?;
    let after = |name: &str| request["ExclusiveStartKey"][name]["S"].as_str().map(column).unwrap_or_default();
    let wanted = request["ExpressionAttributeValues"].as_object().and_then(|values| values.values().next());
    let wanted = wanted.and_then(|value| value["S"].as_str()).map(column);
    let (names, sql, keys): (&[&str], String, Vec<String>) = match (request["IndexName"].as_str(), wanted) {
        (Some(_), Some(marker)) => (
            &[PK, SK, OPEN, DUE_ON],
            format!(
                "SELECT item_json, table_pk, table_sk, gsi_pk, gsi_sk FROM \"{table}::gsi::{INDEX}\" WHERE gsi_pk = ?1 \
                 AND (gsi_sk, table_pk, table_sk) > (?2, ?3, ?4) ORDER BY gsi_sk, table_pk, table_sk LIMIT 1"
            ),
            vec![marker, after(DUE_ON), after(PK), after(SK)],
        ),
        (None, Some(partition_key)) => (
            &[PK, SK],
            format!("SELECT item_json, pk, sk FROM \"{table}\" WHERE pk = ?1 AND sk > ?2 ORDER BY sk LIMIT 1"),
            vec![partition_key, after(SK)],
        ),
        _ => (
            &[PK, SK],
            format!("SELECT item_json, pk, sk FROM \"{table}\" WHERE (pk, sk) > (?1, ?2) ORDER BY pk, sk LIMIT 1"),
            vec![after(PK), after(SK)],
        ),
    };
    let row = |row: &Row<'_>| Ok((is_damaged(row)?, keys_of(row, names)?));
    let found = connection.query_row(&sql, rusqlite::params_from_iter(keys), row).optional().ok()??;
    found.0.then_some(found.1)
}

fn is_damaged(row: &Row<'_>) -> rusqlite::Result<bool> {
    let stored = row.get_ref(0)?;
    let bytes = stored.as_bytes().unwrap_or_default();
    Ok(serde_json::from_slice::<HashMap<String, AttributeValue>>(bytes).is_err())
}

fn keys_of(row: &Row<'_>, names: &[&str]) -> rusqlite::Result<Map<String, Json>> {
    let mut keys = Map::new();
    for (at, name) in (1..).zip(names) {
        let column: String = row.get(at)?;
        keys.insert((*name).to_owned(), json!({"S": column.strip_prefix("S:").unwrap_or(&column)}));
    }
    Ok(keys)
}

/// How the engine keeps a text in a key column.
fn column(text: &str) -> String {
    format!("S:{text}")
}
