//! What is done: a verb a file, one transaction each; the only writers.

pub mod answer_by_open_link;
pub mod answer_by_page;
pub mod complaint_step;
pub mod found_company;
pub mod hand_out_links;
pub mod import;
pub mod note_complaint;
pub mod passwords;
pub mod plan_invitations;
pub mod planning_rules;
pub mod put_open_link;
pub mod put_staff;
pub mod reopen_complaint;
pub mod reply_to_customer;
pub mod resolve_complaint;
pub mod retry_letter;
pub mod seed_volume;
pub mod send_letters;
pub mod sign_in;
pub mod submit_answer;
pub mod sync_presets;
pub mod take_complaint;
pub mod unsubscribe;
