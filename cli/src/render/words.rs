//! The words of the command line itself, in both languages.

use chamdiem::Language;
use chamdiem::audit::Otherwise;
use chamdiem::compare::Fit;
use chamdiem::results::{IndicatorState, QuotaDecision, State};

macro_rules! words {
    ($($word:ident $en:literal $vi:literal;)*) => {
        /// A word or sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Word { $($word),* }

        impl Word {
            /// The word in a language; words in braces are filled by who uses it.
            pub(crate) const fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$word, Language::En) => $en, (Self::$word, Language::Vi) => $vi),*
                }
            }
        }
    };
}

words! {
    CriteriaSet "Criteria set" "Bộ tiêu chí";
    Version "version" "phiên bản";
    Period "Period" "Kỳ đánh giá";
    ResultOf "Result of" "Kết quả theo bước";
    Unit "Unit" "Đơn vị";
    Group "Group" "Nhóm";
    State "State" "Tình trạng";
    Id "Id" "Mã";
    Name "Name" "Tên";
    Indicator "Indicator" "Tiêu chí";
    Maximum "Maximum" "Điểm tối đa";
    Points "Points" "Điểm";
    Value "Value" "Giá trị";
    SetBy "Set by" "Người chấm";
    Bonus "Bonus" "Điểm thưởng";
    Penalty "Penalty" "Điểm trừ";
    Total "Total" "Tổng điểm";
    TotalSoFar "Total so far" "Tổng điểm hiện có";
    Index "Index (%)" "Chỉ số (%)";
    Class "Class" "Xếp loại";
    ClassBefore "by the figure" "theo điểm số";
    Gates "Gates" "Điều kiện khống chế";
    Quotas "Quotas" "Tỷ lệ khống chế";
    Quota "Quota" "Tỷ lệ khống chế";
    QuotaWithin "Within" "Trong phạm vi";
    QuotaShare "Share" "Tỷ lệ";
    QuotaBase "Base" "Số làm cơ sở";
    QuotaCandidates "Have the class" "Đạt mức";
    QuotaAllowed "Allowed" "Được phép";
    QuotaKept "Kept" "Giữ mức";
    QuotaTied "Equal at the cut" "Bằng nhau tại ranh giới";
    QuotaOutside "Just outside" "Ngay ngoài tỷ lệ";
    QuotaPlace "{place} of {of}, {allowed} allowed: {decision}" "thứ {place} trong {of}, được phép {allowed}: {decision}";
    Kept "kept" "giữ mức";
    Over "over the quota" "vượt tỷ lệ";
    Tied "equal at the cut" "bằng nhau tại ranh giới";
    Demoted "one class down" "hạ một mức";
    Rank "Rank" "Hạng";
    RankOf "{rank} of {of}" "{rank}/{of}";
    TiedWith "tied with" "đồng hạng với";
    DecidedBy "decided by" "phân định theo";
    WithinMargin "within the margin of" "trong phạm vi sai số với";
    Unranked "not ranked" "không xếp hạng";
    Adjustments "Adjustments" "Điều chỉnh";
    Adjusted "Adjusted" "Nội dung";
    Stage "Stage" "Bước";
    From "From" "Từ";
    To "To" "Thành";
    By "By" "Người điều chỉnh";
    At "Date" "Ngày";
    Reason "Reason" "Lý do";
    Explanation "How it came about" "Cách tính";
    LedgerOf "Ledger of the stage" "Bảng kê điểm theo bước";
    OfMaximum "of {max}" "trên {max}";
    Lost "{lost} lost" "mất {lost}";
    ToWin "To win more" "Để thêm điểm";
    Informative "shown, not counted" "chỉ hiển thị, không tính";
    Outputs "Further figures" "Số liệu khác";
    Residual "difference" "chênh lệch";
    Checks "Checks that do not hold" "Kiểm tra không đạt";
    Check "Check" "Kiểm tra";
    Message "Message" "Nội dung kiểm tra";
    Ranking "Ranking" "Bảng xếp hạng";
    Units "Units" "Các đơn vị";
    Statistics "Index by group" "Chỉ số theo nhóm";
    Rated "Rated units" "Số đơn vị được xếp";
    Mean "Mean" "Trung bình";
    Lowest "Lowest" "Thấp nhất";
    Highest "Highest" "Cao nhất";
    Yes "yes" "có";
    No "no" "không";
    Nothing "none" "chưa có";
    Missing "missing" "thiếu";
    Pending "pending" "chờ chấm";
    NotApplicable "n/a" "không áp dụng";
    NothingSubmitted "nothing submitted" "chưa chấm";
    Scored "scored" "đã chấm đủ";
    Incomplete "incomplete" "chưa đủ";
    NotRated "not rated" "không xếp loại";
    Inherited "as at the stage before" "như bước trước";

    SetChanges "What changed" "Những thay đổi";
    ResultChanges "Who moved" "Đơn vị thay đổi";
    Old "Old" "Cũ";
    New "New" "Mới";
    OldRounds "Old rounds" "Đợt đánh giá cũ";
    Change "Change" "Thay đổi";
    NothingChanged "nothing" "không có";
    Fits "are read as before" "đọc được như trước";
    FitRenew "must name the new set" "phải ghi tên bộ tiêu chí mới";
    FitIncomplete "are read, but lack it" "đọc được, nhưng thiếu mục này";
    FitDepends "are refused if they use it" "bị từ chối nếu có dùng";
    FitRefused "are refused" "bị từ chối";
    TriedRound "The round {file} with the new set" "Đợt đánh giá {file} với bộ tiêu chí mới";
    RoundRead "It is read" "Đọc được";
    Place "Place" "Vị trí";
    Problem "Problem" "Vấn đề";
    Appeared "Only in the new results" "Chỉ có trong kết quả mới";
    Disappeared "Only in the old results" "Chỉ có trong kết quả cũ";
    Unchanged "Units without a change" "Số đơn vị không đổi";
    MadeBy "Made by" "Do";
    Rest "rest" "phần còn lại";
    Bounds "bounds" "giới hạn tổng điểm";
    RoundedTotal "rounding of the total" "làm tròn tổng điểm";
    Further "Further" "Khác";
    Ties "Ties" "Bằng nhau ở số đem xếp";
    NearTies "Near ties" "Gần đồng hạng";
    Figure "Figure" "Số đem xếp";
    Exact "Exact" "Số chính xác";
    Published "Published" "Số công bố";
    Decided "Decided by" "Phân định theo";
    Stands "the tie stands" "vẫn đồng hạng";
    Gap "Apart" "Cách nhau";
    NoTies "no two units" "không có đơn vị nào";
    WithHalfUp "With all roundings half up" "Nếu mọi phép làm tròn đều làm tròn nửa lên";
    WithHalfEven "With all roundings half to even" "Nếu mọi phép làm tròn đều làm tròn nửa về số chẵn";
    WithDown "With all roundings toward zero" "Nếu mọi phép làm tròn đều cắt bỏ (về 0)";
    WithUp "With all roundings away from zero" "Nếu mọi phép làm tròn đều làm tròn lên (xa 0)";
    WithPublished "With classes and ranks by published figures" "Nếu xếp loại, xếp hạng theo số công bố";
    WithExact "With classes and ranks by exact figures" "Nếu xếp loại, xếp hạng theo số chính xác";
    NobodyMoves "nobody moves" "không đơn vị nào thay đổi";
    SomeMove "{n} of {all} units differ" "{n}/{all} đơn vị khác đi";
    CannotScore "the round cannot be scored so" "không chấm được đợt đánh giá theo cách này";

    Error "error" "lỗi";
    Warning "warning" "cảnh báo";
    Note "note" "lưu ý";
    Path "path" "đường dẫn";
    See "see also" "xem thêm";
    Help "help" "cách sửa";
    AndMore "and {n} more" "và {n} mục nữa";
    IncompleteUnits "incomplete ({n} of {all} units): {ids}" "chưa đủ ({n} trên {all} đơn vị): {ids}";
    Scoring "scoring… {s} s" "đang chấm… {s} giây";
    InForce "; in force {from} – {until}" "; có hiệu lực {from} – {until}";
    InForceOn "; in force on {day}" "; có hiệu lực ngày {day}";
    NotInForceOn "; not in force on {day}" "; không có hiệu lực ngày {day}";
    VersionsOf "Versions of {id}" "Các phiên bản của {id}";
    VersionColumn "Version" "Phiên bản";
    FirstDay "First day" "Ngày đầu";
    LastDay "Last day" "Ngày cuối";
    File "File" "Tệp";
    OnDay "On {day}" "Ngày {day}";
    IsInForce "in force" "có hiệu lực";
    NoneInForce "No version is in force from {from} to {until}." "Không có phiên bản nào có hiệu lực từ {from} đến {until}.";
    BothInForce "Versions {one} and {other} are both in force from {from} to {until}."
        "Phiên bản {one} và {other} cùng có hiệu lực từ {from} đến {until}.";
    NoneOnDay "No version is in force on {day}." "Không có phiên bản nào có hiệu lực ngày {day}.";
    SeveralOnDay "More than one version is in force on {day}." "Có nhiều phiên bản cùng có hiệu lực ngày {day}.";
    NoSets "there is no criteria set in `{folder}`" "không có bộ tiêu chí nào trong `{folder}`";
    HelpNoSets "name a folder with criteria sets as `.json` files" "nêu thư mục có các bộ tiêu chí ở dạng tệp `.json`";
    NoSetOfRound "the round does not say for which criteria set and period it is"
        "đợt đánh giá không ghi bộ tiêu chí và kỳ đánh giá";
    HelpNoSetOfRound "write `criteria_set` and `period`, or name the file of the version"
        "ghi `criteria_set` và `period`, hoặc nêu tệp của phiên bản";
    NoVersion "no version of `{id}` is in force for all of {from} – {until}: {versions}"
        "không có phiên bản nào của `{id}` có hiệu lực trong suốt {from} – {until}: {versions}";
    SeveralVersions "several versions of `{id}` are in force for all of {from} – {until}: {versions}"
        "có nhiều phiên bản của `{id}` cùng có hiệu lực trong suốt {from} – {until}: {versions}";
    HelpVersions "correct `valid` of the versions or the days of the period, or name the file of the version"
        "sửa `valid` của các phiên bản hoặc ngày của kỳ, hoặc nêu tệp của phiên bản";
    NotReadable "`{file}` is no criteria set that can be read: {message}" "không đọc được bộ tiêu chí `{file}`: {message}";
    SetOk "criteria set ok: {leaves}, {warnings}" "bộ tiêu chí hợp lệ: {leaves}, {warnings}";
    RoundOk "round ok: {units}, {warnings}" "đợt đánh giá hợp lệ: {units}, {warnings}";
    NotOk "{file}: {errors}, {warnings}" "{file}: {errors}, {warnings}";
    OneLeaf "1 leaf" "1 tiêu chí";
    Leaves "{n} leaves" "{n} tiêu chí";
    OneUnit "1 unit" "1 đơn vị";
    ManyUnits "{n} units" "{n} đơn vị";
    OneWarning "1 warning" "1 cảnh báo";
    Warnings "{n} warnings" "{n} cảnh báo";
    OneError "1 error" "1 lỗi";
    Errors "{n} errors" "{n} lỗi";
    NotChecked "the round was not checked: it needs a criteria set without errors"
        "chưa kiểm tra đợt đánh giá: cần bộ tiêu chí không có lỗi";

    StandardInput "standard input" "đầu vào chuẩn";
    StandardOutput "standard output" "đầu ra chuẩn";
    CannotRead "cannot read" "không đọc được";
    CannotWrite "cannot write" "không ghi được";
    BetweenUnits "{n} units between them" "còn {n} đơn vị ở giữa";
    ShowAll "This is not all: `--all` shows every row, `-o FILE` writes them into a file."
        "Chưa phải tất cả: `--all` hiện mọi dòng, `-o TỆP` ghi vào tệp.";
    DecimalOfCsv "only CSV can be told its decimal sign" "chỉ chọn được dấu thập phân cho CSV";
    HelpDecimalOfCsv "leave out `--decimal`, or write `--format csv`" "bỏ `--decimal`, hoặc ghi `--format csv`";
    HelpUse "see `chamdiem --help --lang vi`" "xem `chamdiem --help --lang vi`";
    DiskFull "there is no room left" "không còn chỗ trống";
    HelpDiskFull "delete files that nobody needs, or choose a folder that has room"
        "xóa bớt tệp không cần, hoặc chọn thư mục còn chỗ";
    FileTooLarge "the file would be larger than the system allows" "tệp vượt quá cỡ mà hệ thống cho phép";
    HelpFileTooLarge "raise the limit (`ulimit -f`), or ask for less with `--detail`"
        "nâng giới hạn (`ulimit -f`), hoặc giảm nội dung bằng `--detail`";
    NotAName "the name or the path is too long, or no name that the system takes"
        "tên hoặc đường dẫn quá dài, hoặc không phải tên mà hệ thống nhận";
    HelpNotAName "choose a shorter name, or a folder higher up" "chọn tên ngắn hơn, hoặc thư mục ở cấp cao hơn";
    LinksInCircle "the links lead to each other" "các liên kết trỏ vòng vào nhau";
    HelpLinksInCircle "point the link at a file, or name the file itself" "trỏ liên kết vào tệp, hoặc ghi chính tên tệp";
    Changed "it was changed while it was read" "tệp bị thay đổi trong lúc đang đọc";
    HelpChanged "wait until it is written, and start again" "đợi ghi xong tệp rồi chạy lại";
    BrokenGzip "the compressed data are broken or cut off" "dữ liệu nén bị hỏng hoặc bị cắt";
    HelpBrokenGzip "copy the file again, or compress it anew" "chép lại tệp, hoặc nén lại";
    ReadOnly "the file system can only be read" "hệ thống tệp chỉ cho đọc";
    IsNoFolder "it is a file, and no folder" "đây là tệp, không phải thư mục";
    HelpIsNoFolder "name another folder" "chọn thư mục khác";
    NotAFolder "a part of the path is no folder" "một phần của đường dẫn không phải thư mục";

    ManName "NAME" "TÊN";
    ManSynopsis "SYNOPSIS" "TÓM TẮT";
    ManDescription "DESCRIPTION" "MÔ TẢ";
    ManOptions "OPTIONS" "TÙY CHỌN";
    ManCommands "COMMANDS" "LỆNH";
    ManVersion "VERSION" "PHIÊN BẢN";
    ManNotes "NOTES" "GHI CHÚ";

    NotFound "there is no such file or folder" "không có tệp hoặc thư mục này";
    PermissionDenied "permission denied" "không có quyền truy cập";
    IsFolder "it is a folder" "đây là thư mục";
    HelpRead "check the path and that the file may be read; `-` reads from standard input"
        "kiểm tra đường dẫn và quyền đọc tệp; `-` để đọc từ đầu vào chuẩn";
    HelpWrite "check that the folder exists, can be written to and has room"
        "kiểm tra thư mục có tồn tại, ghi được và còn chỗ";
    StdinTwice "standard input can be read only once" "chỉ đọc được đầu vào chuẩn một lần";
    HelpStdinTwice "give the path of the criteria set or of the round" "ghi đường dẫn của bộ tiêu chí hoặc của đợt đánh giá";
    OutputIsInput "is read and would be written over" "đang được đọc và sẽ bị ghi đè";
    HelpOutputIsInput "write the results into another file" "ghi kết quả vào tệp khác";
    TwoKinds "a criteria set and results cannot be compared" "không so sánh được bộ tiêu chí với kết quả";
    HelpTwoKinds "name two criteria sets, or two results" "ghi hai bộ tiêu chí, hoặc hai kết quả";
    RoundWithResults "`--round` goes with criteria sets, not with results" "`--round` đi với bộ tiêu chí, không đi với kết quả";
    HelpRoundWithResults "leave it out, or compare two criteria sets" "bỏ đi, hoặc so sánh hai bộ tiêu chí";
    SetWithSets "`--set` goes with results, not with criteria sets" "`--set` đi với kết quả, không đi với bộ tiêu chí";
    HelpSetWithSets "leave it out, or compare two results" "bỏ đi, hoặc so sánh hai kết quả";
    NoTable "`{found}` names no file of a table" "`{found}` không nêu tệp của bảng nào";
    NoMapping "`{found}` names no column of a table from files" "`{found}` không nêu cột nào của bảng lấy từ tệp";
    HelpRows "write `--table cases=cases.csv`, `--map cases.done=finished_on`, `--as-of 2026-12-31`"
        "viết `--table cases=cases.csv`, `--map cases.done=finished_on`, `--as-of 2026-12-31`";
    TablesWithoutRound "`--table`, `--map`, `--calendar` and `--as-of` go with a round"
        "`--table`, `--map`, `--calendar` và `--as-of` đi với một đợt đánh giá";
    HelpTablesWithoutRound "leave them out, or compare two criteria sets with `--round`"
        "bỏ đi, hoặc so sánh hai bộ tiêu chí với `--round`";
    BrokenRows "{place}: {detail}" "{place}: {detail}";
    BrokenResults "`{file}` is no list of rows and no results document"
        "`{file}` không phải danh sách dòng hay tài liệu kết quả";
    HelpBrokenRows "give CSV with a header, a JSON list of objects, JSON lines, or results of chamdiem"
        "dùng CSV có dòng tiêu đề, danh sách đối tượng JSON, JSON từng dòng, hoặc kết quả của chamdiem";
    OtherSign "the fields of `{file}` are parted by `{found}`, not by commas"
        "các ô của `{file}` ngăn cách bằng `{found}`, không phải dấu phẩy";
    HelpOtherSign "save it as CSV with commas, and with a point in numbers: 1.5"
        "lưu lại ở dạng CSV ngăn cách bằng dấu phẩy, số thập phân dùng dấu chấm: 1.5";
    IsGzip "`{file}` is compressed by gzip" "`{file}` được nén bằng gzip";
    HelpIsGzip "give it a name that ends with `.gz`" "đổi tên tệp để kết thúc bằng `.gz`";
    IsUtf16 "`{file}` is no CSV of UTF-8, but of UTF-16" "`{file}` không phải CSV dạng UTF-8 mà là UTF-16";
    HelpIsUtf16 "save it as CSV with the encoding UTF-8" "lưu lại ở dạng CSV với bảng mã UTF-8";
    IsJson "`{file}` is JSON, and its name says CSV" "`{file}` là JSON, còn tên tệp là của CSV";
    HelpIsJson "give it a name that ends with `.json`, or with `.jsonl` where an object stands on each line"
        "đổi tên tệp để kết thúc bằng `.json`, hoặc `.jsonl` nếu mỗi dòng một đối tượng";
    IsEmpty "`{file}` has no header: it is empty" "`{file}` không có dòng tiêu đề: tệp trống";
    OldLineEnds "the lines of `{file}` end with a carriage return (CR) alone"
        "các dòng của `{file}` kết thúc chỉ bằng ký tự CR";
    HelpOldLineEnds "save it with the line ends of Windows or Unix" "lưu lại với dấu xuống dòng của Windows hoặc Unix";
    ColumnTwice "the header of `{file}` names the column `{found}` twice"
        "dòng tiêu đề của `{file}` có cột `{found}` hai lần";
    HelpColumnTwice "keep one of the two, or call one otherwise" "giữ lại một cột, hoặc đổi tên một cột";
    OpenQuote "{place}: the row has a quotation mark that is never closed"
        "{place}: dòng có dấu nháy kép mở mà không đóng";
    HelpOpenQuote "close it; a quotation mark inside a field is written twice"
        "đóng dấu nháy; dấu nháy kép nằm trong ô phải viết hai lần";
    FileTwice "`{file}` is given twice for the table `{table}`" "`{file}` được đưa vào bảng `{table}` hai lần";
    HelpFileTwice "name it once: each of its rows would count twice" "chỉ nêu một lần: nếu không mỗi dòng sẽ được tính hai lần";
    RejectedRows "table `{table}`: {n} of {all} rows do not count: {reasons}"
        "bảng `{table}`: {n} trên {all} dòng không được tính: {reasons}";
    RejectedUnit "unknown unit" "đơn vị không có trong đợt";
    RejectedColumn "missing cell" "thiếu ô bắt buộc";
    RejectedType "wrong value" "giá trị sai kiểu";
    RejectedLatest "replaced by a later row" "đã có dòng mới hơn";
    NoStage "the criteria set has no stage `{id}`" "bộ tiêu chí không có bước `{id}`";
    HelpStages "its stages: {known}" "các bước: {known}";
    Exists "`{file}` exists already" "`{file}` đã có";
    HelpExists "nothing was written; name another folder: chamdiem new FOLDER"
        "chưa ghi gì; chọn thư mục khác: chamdiem new THƯ_MỤC";
    Written "written" "đã ghi";
    TryIt "now try" "hãy thử";
}

impl Word {
    /// The state of a unit.
    pub(crate) const fn of_state(state: State) -> Self {
        match state {
            State::Scored => Self::Scored,
            State::Incomplete => Self::Incomplete,
            State::NotRated => Self::NotRated,
            State::Inherited => Self::Inherited,
        }
    }

    /// What becomes of a unit under a quota.
    pub(crate) const fn of_decision(decision: QuotaDecision) -> Self {
        match decision {
            QuotaDecision::Kept => Self::Kept,
            QuotaDecision::Over => Self::Over,
            QuotaDecision::Tied => Self::Tied,
            QuotaDecision::Demoted => Self::Demoted,
        }
    }

    /// Whether old rounds still fit.
    pub(crate) const fn of_fit(fit: Fit) -> Self {
        match fit {
            Fit::Fits => Self::Fits,
            Fit::Renew => Self::FitRenew,
            Fit::Incomplete => Self::FitIncomplete,
            Fit::Depends => Self::FitDepends,
            Fit::Refused => Self::FitRefused,
        }
    }

    /// What is otherwise in a variant.
    pub(crate) const fn of_variant(with: Otherwise) -> Self {
        match with {
            Otherwise::HalfUp => Self::WithHalfUp,
            Otherwise::HalfEven => Self::WithHalfEven,
            Otherwise::Down => Self::WithDown,
            Otherwise::Up => Self::WithUp,
            Otherwise::Published => Self::WithPublished,
            Otherwise::Exact => Self::WithExact,
        }
    }

    /// What stands in the place of the points of an indicator that has none.
    pub(crate) const fn of_indicator(state: IndicatorState) -> Option<Self> {
        match state {
            IndicatorState::Missing => Some(Self::Missing),
            IndicatorState::Pending => Some(Self::Pending),
            IndicatorState::NotApplicable => Some(Self::NotApplicable),
            IndicatorState::Scored | IndicatorState::Informative => None,
        }
    }

    /// A number of things: `one` for 1, `many` with its number for the rest.
    pub(crate) fn count(one: Self, many: Self, number: usize, language: Language) -> String {
        if number == 1 {
            one.text(language).to_owned()
        } else {
            many.text(language).replace("{n}", &number.to_string())
        }
    }
}
