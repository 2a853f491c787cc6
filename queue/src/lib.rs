//! The shared table: sealed entries over the DynamoDB API.
