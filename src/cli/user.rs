//! `user add`, `user remove`: people who sign in.

use std::io::{IsTerminal as _, Read as _};

use clap::Subcommand;

use super::{Database, Ending, Fault};
use crate::{
    actions::{passwords, put_staff, remove_staff},
    config::Config,
    domain::role::Role,
    store::pool,
};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    step: Step,
}

#[derive(Subcommand)]
enum Step {
    /// Adds somebody, or changes their role and password
    Add {
        /// Their e-mail address, by which they sign in
        email: String,
        /// admin, lead, handler or executive
        #[arg(long, value_parser = role)]
        role: Role,
        /// Their name as colleagues and customers read it (default: the part before @)
        #[arg(long)]
        name: Option<String>,
        /// Read the password from standard input instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
    /// Ends somebody's access at once; their complaints stay theirs until a lead hands them over
    Remove {
        /// The e-mail address by which they sign in
        email: String,
    },
}

fn role(code: &str) -> Result<Role, String> {
    Role::parse(code).ok_or_else(|| "admin, lead, handler or executive".to_owned())
}

pub async fn run(args: Args, config: Config) -> Result<Ending, Fault> {
    let (email, role, name, password_stdin) = match args.step {
        Step::Add { email, role, name, password_stdin } => (email, role, name, password_stdin),
        Step::Remove { email } => return remove(&email, &config).await,
    };
    let email = crate::domain::email::EmailAddress::parse(&email).map_err(|problem| problem.to_string())?;
    let given = if password_stdin { Some(read_password()?) } else { None };
    let made = given.is_none();
    let password = given.unwrap_or_else(passwords::generate);
    let name = name.unwrap_or_else(|| email.as_str().split('@').next().unwrap_or_default().to_owned());
    let database = Database::open(&config).await?;
    let mut connection = pool::connect(database.url()).await?;
    put_staff::put_staff(&mut connection, email.as_str(), &name, role, &password, chrono::Utc::now()).await?;
    super::say(format_args!("{} may sign in as {}", email.as_str(), role.code()));
    if made {
        super::say(format_args!("password (shown once): {password}"));
    }
    Ok(Ending::Done)
}

async fn remove(email: &str, config: &Config) -> Result<Ending, Fault> {
    let database = Database::open(config).await?;
    let mut connection = pool::connect(database.url()).await?;
    let Some(open) = remove_staff::remove_staff(&mut connection, email, chrono::Utc::now()).await? else {
        return Err(format!("nobody signs in as {email}").into());
    };
    super::say(format_args!("{email} signs in no more"));
    if open > 0 {
        super::say(format_args!(
            "{open} open complaints are still theirs: a lead hands them over at /desk/handover"
        ));
    }
    Ok(Ending::Done)
}

fn read_password() -> Result<String, Fault> {
    if std::io::stdin().is_terminal() {
        super::note(format_args!("password, then Enter and Ctrl-D:"));
    }
    let mut text = String::new();
    std::io::stdin().take(1024).read_to_string(&mut text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
