//! What programs say of themselves (coreutils 9.1).

const SLEEP: &str = r#"Usage: sleep NUMBER[SUFFIX]...
  or:  sleep OPTION
Pause for NUMBER seconds.  SUFFIX may be 's' for seconds (the default),
'm' for minutes, 'h' for hours or 'd' for days.  NUMBER need not be an
integer.  Given two or more arguments, pause for the amount of time
specified by the sum of their values.

      --help        display this help and exit
      --version     output version information and exit

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/sleep>
or available locally via: info '(coreutils) sleep invocation'
"#;

const ECHO: &str = r#"Usage: echo [SHORT-OPTION]... [STRING]...
  or:  echo LONG-OPTION
Echo the STRING(s) to standard output.

  -n             do not output the trailing newline
  -e             enable interpretation of backslash escapes
  -E             disable interpretation of backslash escapes (default)
      --help        display this help and exit
      --version     output version information and exit

If -e is in effect, the following sequences are recognized:

  \\      backslash
  \a      alert (BEL)
  \b      backspace
  \c      produce no further output
  \e      escape
  \f      form feed
  \n      new line
  \r      carriage return
  \t      horizontal tab
  \v      vertical tab
  \0NNN   byte with octal value NNN (1 to 3 digits)
  \xHH    byte with hexadecimal value HH (1 to 2 digits)

NOTE: your shell may have its own version of echo, which usually supersedes
the version described here.  Please refer to your shell's documentation
for details about the options it supports.

NOTE: printf(1) is a preferred alternative,
which does not have issues outputting option-like strings.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/echo>
or available locally via: info '(coreutils) echo invocation'
"#;

/// The answer to `--help` or `--version` alone.
pub(super) fn asked(program: &str, arguments: &[String]) -> Option<String> {
    let [option] = arguments else { return None };
    let (help, authors) = match program {
        "sleep" => (SLEEP, "Jim Meyering and Paul Eggert"),
        "echo" => (ECHO, "Brian Fox and Chet Ramey"),
        _ => return None,
    };
    match option.as_str() {
        "--help" => Some(help.to_owned()),
        "--version" => Some(format!(
            "{program} (GNU coreutils) 9.1\nCopyright (C) 2022 Free Software Foundation, Inc.\nLicense GPLv3+: GNU GPL \
             version 3 or later <https://gnu.org/licenses/gpl.html>.\nThis is free software: you are free to change and \
             redistribute it.\nThere is NO WARRANTY, to the extent permitted by law.\n\nWritten by {authors}.\n"
        )),
        _ => None,
    }
}
