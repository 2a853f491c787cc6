//! The public intake: HTTP to answers to referral to queue to page.
