//! The command line in Vietnamese: every text of the English help with its translation.

mod rows;
mod wrong_use;

use clap::builder::{PossibleValue, Resettable, StyledStr};
use clap::{Arg, ArgAction, Command};

use crate::args::{
    AUDIT_HELP, CHECK_HELP, COMPLETIONS_HELP, DIFF_HELP, EXIT_CODES, EXPLAIN_HELP, MAN_HELP, NEW_HELP, SCHEMA_HELP,
    SCORE_HELP,
};

pub(crate) use wrong_use::wrong_use;

/// Texts of the English help, and the same in Vietnamese.
const TEXTS: &[(&str, &str)] = &[
    (
        "Scores units against a criteria set, exactly as the regulation says",
        "Chấm điểm các đơn vị theo bộ tiêu chí, đúng như văn bản quy định",
    ),
    (
        EXIT_CODES,
        "\
Mã kết thúc:
  0  xong
  1  tài liệu có lỗi (hoặc có đơn vị chưa đủ, khi dùng --strict)
  2  dùng sai, hoặc có tệp không đọc, không ghi được",
    ),
    ("The language of titles, labels and messages", "Ngôn ngữ của tên gọi, nhãn và thông báo"),
    ("LANGUAGE", "NGÔN_NGỮ"),
    ("Tiếng Việt", "Tiếng Việt"),
    ("English", "Tiếng Anh"),
    ("Scores a round and prints the results", "Chấm một đợt đánh giá và in kết quả"),
    (
        SCORE_HELP,
        "\
Nội dung được in:
  table, markdown  một đơn vị: mọi tiêu chí ở mọi bước; nhiều đơn vị: bảng xếp hạng
  json             tài liệu kết quả, trên một dòng
  jsonl            phần đầu của kết quả, rồi mỗi đơn vị một dòng
  csv              mỗi đơn vị một dòng, theo bước cuối
--detail indicators thêm các tiêu chí của từng đơn vị vào bảng xếp hạng; với CSV thì ghi mỗi đơn vị,
mỗi bước, mỗi tiêu chí một dòng. --detail totals bỏ các tiêu chí ở mọi dạng.
Bảng theo thứ hạng; các dạng khác giữ thứ tự của đợt đánh giá. Tên xếp theo bảng chữ cái tiếng Việt.
Trên màn hình, bảng có hơn 200 đơn vị chỉ hiện 100 đơn vị đầu và 20 đơn vị cuối.
Ô văn bản trong CSV mà bảng tính sẽ chạy như công thức được thêm dấu nháy đơn ở đầu. CSV dùng UTF-8:
hãy nhập (import) vào bảng tính với bảng mã đó.
Thông báo được ghi ra đầu ra lỗi chuẩn; với json và jsonl là một danh sách JSON.

Ví dụ:
  chamdiem score criteria.json round.json --lang vi",
    ),
    ("SET", "BỘ_TIÊU_CHÍ"),
    ("ROUND", "ĐỢT"),
    (
        "The criteria set, or a folder with its versions; `-` reads standard input",
        "Bộ tiêu chí, hoặc thư mục chứa các phiên bản; `-` để đọc từ đầu vào chuẩn",
    ),
    (
        "The round: JSON, or a head and then one unit a line; `-` reads it from standard input",
        "Đợt đánh giá: JSON, hoặc phần đầu rồi mỗi đơn vị một dòng; `-` để đọc từ đầu vào chuẩn",
    ),
    ("How the results are written", "Dạng ghi kết quả"),
    ("FORMAT", "DẠNG"),
    ("For people, in a terminal", "Để người đọc, trên màn hình"),
    ("The results document", "Tài liệu kết quả"),
    ("Its head, then one unit a line", "Phần đầu của tài liệu, rồi mỗi đơn vị một dòng"),
    ("For spreadsheets", "Cho bảng tính"),
    ("The tables as Markdown", "Các bảng ở dạng Markdown"),
    (
        "Take the result of this stage, instead of the final one; later stages are left out",
        "Lấy kết quả của bước này thay cho bước cuối; bỏ các bước sau",
    ),
    (
        "How much of each unit is written [default: what serves the format, see below]",
        "Ghi chi tiết đến đâu cho mỗi đơn vị [mặc định: tùy dạng, xem bên dưới]",
    ),
    ("DETAIL", "MỨC"),
    ("Totals, classes and ranks", "Tổng điểm, xếp loại và thứ hạng"),
    ("These, and every indicator", "Thêm mọi tiêu chí"),
    (
        "In which order units are written [default: what serves the format, see below]",
        "Thứ tự ghi các đơn vị [mặc định: tùy dạng, xem bên dưới]",
    ),
    ("SORT", "THỨ_TỰ"),
    (
        "By rank, and by name where ranks are equal or absent",
        "Theo hạng, rồi theo tên nếu đồng hạng hoặc không có hạng",
    ),
    ("By name", "Theo tên"),
    ("By id", "Theo mã"),
    ("By group as the criteria set lists them, then by rank", "Theo nhóm như trong bộ tiêu chí, rồi theo hạng"),
    ("As in the round", "Như trong đợt đánh giá"),
    ("Show every unit, however many there are", "Hiện mọi đơn vị, dù nhiều đến đâu"),
    (
        "The decimal sign of CSV; with a comma semicolons part the cells",
        "Dấu thập phân của CSV; với dấu phẩy, các ô cách nhau bằng dấu chấm phẩy",
    ),
    ("SIGN", "DẤU"),
    ("87.5", "87.5"),
    ("87,5", "87,5"),
    ("Write into this file, whole or not at all", "Ghi vào tệp này, trọn vẹn hoặc không ghi gì"),
    (
        "Looks for everything that is wrong in a criteria set, and in a round for it",
        "Tìm mọi lỗi trong bộ tiêu chí và trong đợt đánh giá theo bộ tiêu chí đó",
    ),
    (
        CHECK_HELP,
        "\
Với thư mục chứa các phiên bản của một bộ tiêu chí, lệnh liệt kê thời gian có hiệu lực của từng phiên bản,
những ngày không có phiên bản nào và những ngày có nhiều phiên bản. Một đợt đánh giá được chấm bằng phiên
bản có hiệu lực trong kỳ của đợt.

Ví dụ:
  chamdiem check criteria.json round.json
  chamdiem check rules/ --on 2026-09-01",
    ),
    ("A round for it", "Một đợt đánh giá theo bộ tiêu chí đó"),
    ("Say which version is in force on this day", "Cho biết phiên bản có hiệu lực vào ngày này"),
    ("DATE", "NGÀY"),
    ("FILE", "TỆP"),
    ("ID", "MÃ"),
    ("How the problems are written", "Dạng ghi các lỗi"),
    ("With the place in the file", "Kèm vị trí trong tệp"),
    ("A JSON list", "Một danh sách JSON"),
    (
        EXPLAIN_HELP,
        "\
Các số của những dòng dưới một tiêu đề cộng lại đúng bằng điểm của nó.

Ví dụ:
  chamdiem explain criteria.json round.json --unit xa-a --indicator 1.1",
    ),
    ("As Markdown", "Dạng Markdown"),
    (
        "Explain the result of this stage, instead of the final one",
        "Giải trình kết quả của bước này thay cho bước quyết định",
    ),
    (
        "Explains the result of a unit: every fact, formula, band, rounding and change behind it",
        "Giải trình kết quả của một đơn vị: từng số liệu, công thức, mức điểm, lần làm tròn và điều chỉnh",
    ),
    ("How the ledger is written", "Dạng ghi bảng kê điểm"),
    (
        "Only this indicator with what is below it, or `bonus`, `penalty`, `total`, `index`, `class`",
        "Chỉ tiêu chí này cùng những gì bên dưới, hoặc `bonus`, `penalty`, `total`, `index`, `class`",
    ),
    ("The ledger document", "Tài liệu bảng kê điểm"),
    ("The ledger of one unit", "Bảng kê điểm của một đơn vị"),
    ("A calendar of working days", "Lịch làm việc"),
    ("What a live form shows", "Những gì phiếu chấm trực tiếp cho thấy"),
    ("What an answer changes in a live form", "Một câu trả lời làm thay đổi gì trong phiếu chấm trực tiếp"),
    ("The figures of a group that a live form compares with", "Số liệu của nhóm để phiếu chấm trực tiếp so sánh"),
    ("The indicators of a set with maxima and weights", "Các tiêu chí của bộ, kèm điểm tối đa và trọng số"),
    ("The unit", "Đơn vị"),
    ("These, and how each of them came about", "Như trên, kèm giải trình từng điểm"),
    ("A JSON document, on one line", "Một tài liệu JSON, trên một dòng"),
    (
        AUDIT_HELP,
        "\
Ví dụ:
  chamdiem audit criteria.json round.json --near 0.05",
    ),
    (
        "How far apart keys of a ranking may lie to be a near tie [default: one unit of the last published digit]",
        "Hai số đem xếp hạng cách nhau bao nhiêu thì coi là gần bằng [mặc định: một đơn vị ở chữ số công bố cuối cùng]",
    ),
    ("How the audit is written", "Dạng ghi phần rà soát"),
    ("How the changes are written", "Dạng ghi các thay đổi"),
    (
        "Lists ties, near ties, and what another rounding would change in a round",
        "Liệt kê các trường hợp bằng điểm, gần bằng điểm, và những gì cách làm tròn khác sẽ làm thay đổi",
    ),
    ("NEW", "MỚI"),
    ("NUMBER", "SỐ"),
    ("OLD", "CŨ"),
    (
        "Says what changed between two criteria sets, or between two results",
        "Nêu những gì thay đổi giữa hai bộ tiêu chí, hoặc giữa hai kết quả",
    ),
    ("The new criteria set, or the new results", "Bộ tiêu chí mới, hoặc kết quả mới"),
    (
        "The old criteria set, or the old results; `-` reads it from standard input",
        "Bộ tiêu chí cũ, hoặc kết quả cũ; `-` đọc từ đầu vào chuẩn",
    ),
    (
        "Ties, near ties and what other roundings change",
        "Bằng điểm, gần bằng điểm và những gì cách làm tròn khác làm thay đổi",
    ),
    (
        DIFF_HELP,
        "\
Hai bộ tiêu chí được so từng khóa, mỗi thay đổi nêu rõ đợt đánh giá viết cho bộ cũ còn dùng được không.
Hai kết quả được so ở bước quyết định, đơn vị thay đổi nhiều nhất đứng trước.

Mã kết thúc:
  0  không có gì thay đổi
  1  có thay đổi
  2  dùng sai, tài liệu có lỗi, hoặc có tệp không đọc, không ghi được

Ví dụ:
  chamdiem diff criteria-2025.json criteria-2026.json --round round-2025.json
  chamdiem diff results-before.json results-after.json --set criteria.json",
    ),
    ("What changed between two criteria sets", "Những gì thay đổi giữa hai bộ tiêu chí"),
    ("What differs between two results", "Những gì khác nhau giữa hai kết quả"),
    (
        "With criteria sets: a round for the old one, which is tried with the new one; may be repeated",
        "Với bộ tiêu chí: một đợt đánh giá theo bộ cũ, được chấm thử theo bộ mới; có thể lặp lại",
    ),
    (
        "With results: the criteria set of one or both, which says how indicators add up; may be repeated",
        "Với kết quả: bộ tiêu chí của một hoặc cả hai kết quả, cho biết các tiêu chí cộng lại thế nào; có thể lặp lại",
    ),
    (
        "Prints the JSON Schema of a document, for editors and validators",
        "In JSON Schema của một loại tài liệu, cho trình soạn thảo và công cụ kiểm tra",
    ),
    (
        SCHEMA_HELP,
        "\
Ví dụ:
  chamdiem schema criteria-set -o criteria-set.schema.json",
    ),
    ("The document", "Loại tài liệu"),
    ("DOCUMENT", "TÀI_LIỆU"),
    ("The criteria set", "Bộ tiêu chí"),
    ("The round", "Đợt đánh giá"),
    ("The results", "Kết quả"),
    (
        "Writes a small synthetic criteria set and round to start from",
        "Ghi một bộ tiêu chí và một đợt đánh giá nhỏ, giả định, để bắt đầu",
    ),
    (
        NEW_HELP,
        "\
Ví dụ:
  chamdiem new my-set
  chamdiem score my-set/criteria.json my-set/round.json",
    ),
    ("The folder; it is made if it does not exist", "Thư mục; được tạo nếu chưa có"),
    ("FOLDER", "THƯ_MỤC"),
    ("Prints what a shell needs to complete commands and options", "In những gì shell cần để tự điền lệnh và tùy chọn"),
    (
        COMPLETIONS_HELP,
        "\
Ví dụ:
  chamdiem completions bash -o ~/.local/share/bash-completion/completions/chamdiem",
    ),
    ("The shell", "Loại shell"),
    ("SHELL", "SHELL"),
    (
        "Prints the manual page, or writes a page for each command into a folder",
        "In trang hướng dẫn, hoặc ghi mỗi lệnh một trang vào thư mục",
    ),
    (
        MAN_HELP,
        "\
Ví dụ:
  chamdiem man ~/.local/share/man/man1 --lang vi
  man chamdiem-score",
    ),
    ("The folder for all pages; it is made if it does not exist", "Thư mục cho mọi trang; được tạo nếu chưa có"),
];

const COMMAND: &str = "LỆNH";
const OPTIONS: &str = "TÙY_CHỌN";

/// The Vietnamese of an English text.
fn translated(text: &str) -> Option<&'static str> {
    TEXTS.iter().chain(rows::TEXTS).find(|(english, _)| *english == text).map(|(_, vietnamese)| *vietnamese)
}

/// A text in Vietnamese; what nobody has translated stays as it is.
fn translated_text(text: &StyledStr) -> String {
    let text = text.to_string();
    translated(&text).map_or(text, str::to_owned)
}

/// A command with all that stands below it.
pub(crate) fn command(command: Command) -> Command {
    let name = command.get_name().to_owned();
    translate(command, &name)
}

fn translate(command: Command, name: &str) -> Command {
    let commands: Vec<String> = command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    let mut usage = format!("{name} [{OPTIONS}]");
    let translated = |text: Option<&StyledStr>| Resettable::from(text.map(translated_text).map(StyledStr::from));
    let (about, after) = (translated(command.get_about()), translated(command.get_after_help()));
    let mut position = 0;
    let mut command = command.mut_args(|argument| {
        position += 1;
        // Under a heading of their own they would stand by name.
        let argument = if argument.is_positional() { argument.display_order(position) } else { argument };
        translate_argument(argument)
    });
    for argument in command.get_positionals() {
        usage = format!("{usage} {argument}");
    }
    if !commands.is_empty() {
        usage = format!("{usage} <{COMMAND}>");
    }
    for one in commands {
        command = command.mut_subcommand(&one, |below| translate(below, &format!("{name} {one}")));
    }
    if command.get_version().is_some() {
        command = command.disable_version_flag(true).arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("In phiên bản")
                .help_heading("Tùy chọn"),
        );
    }
    let help = "In hướng dẫn (đầy đủ hơn với `--help`)";
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(help).help_heading("Tùy chọn");
    command
        .disable_help_flag(true)
        .arg(help)
        .about(about)
        .after_help(after)
        .override_usage(usage)
        .subcommand_help_heading("Lệnh")
        .subcommand_value_name(COMMAND)
        .help_template("{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}")
}

/// The words between brackets are clap's own, in English only: they are hidden, and written here.
fn translate_argument(argument: Arg) -> Arg {
    let names: Option<Vec<&str>> =
        argument.get_value_names().unwrap_or_default().iter().map(|name| translated(name)).collect();
    let values = if argument.get_action().takes_values() { argument.get_possible_values() } else { Vec::new() };
    let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let default = if default.is_empty() { String::new() } else { format!(" [mặc định: {}]", default.join(", ")) };
    let help = argument.get_help().map(translated_text).unwrap_or_default();
    let mut short = format!("{help}{default}");
    let mut long = help;
    if !values.is_empty() {
        let listed: Vec<_> = values.iter().map(PossibleValue::get_name).collect();
        short = format!("{short} [giá trị: {}]", listed.join(", "));
        long.push_str("\n\nGiá trị:");
        for value in &values {
            let meaning = value.get_help().map_or_else(String::new, |help| format!(": {}", translated_text(help)));
            long = format!("{long}\n  - {}{meaning}", value.get_name());
        }
    }
    if !default.is_empty() {
        long = format!("{long}\n\n{}", default.trim_start());
    }
    let heading = if argument.is_positional() { "Đối số" } else { "Tùy chọn" };
    let takes_values = argument.get_action().takes_values();
    let argument = argument.help(short).help_heading(heading).hide_default_value(takes_values);
    let argument = argument.hide_possible_values(takes_values);
    let argument = if long.contains('\n') { argument.long_help(long) } else { argument };
    match names {
        Some(names) if !names.is_empty() => argument.value_names(names),
        _ => argument,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use super::*;
    use crate::args::Args;

    /// Every text of the English help.
    fn texts(command: &Command, found: &mut BTreeSet<String>) {
        found.extend(command.get_about().map(ToString::to_string));
        found.extend(command.get_long_about().map(ToString::to_string));
        found.extend(command.get_after_help().map(ToString::to_string));
        for argument in command.get_arguments() {
            found.extend(argument.get_help().map(ToString::to_string));
            found.extend(argument.get_long_help().map(ToString::to_string));
            if argument.get_action().takes_values() {
                found.extend(argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string));
            }
            for value in argument.get_possible_values() {
                found.extend(value.get_help().map(ToString::to_string));
            }
        }
        for below in command.get_subcommands() {
            texts(below, found);
        }
    }

    #[test]
    fn every_text_of_the_help_is_translated_once() {
        let mut found = BTreeSet::new();
        texts(&Args::command(), &mut found);
        let all = || TEXTS.iter().chain(rows::TEXTS);
        let known: BTreeSet<String> = all().map(|(english, _)| (*english).to_owned()).collect();
        assert_eq!(known.len(), all().count(), "a text stands twice");
        let missing: Vec<_> = found.difference(&known).collect();
        assert!(missing.is_empty(), "not translated: {missing:#?}");
        let unused: Vec<_> = known.difference(&found).collect();
        assert!(unused.is_empty(), "in no help: {unused:#?}");
    }

    #[test]
    fn both_command_lines_are_sound() {
        Args::command().debug_assert();
        command(Args::command()).debug_assert();
    }
}
