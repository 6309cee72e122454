//! The texts about tables from files.

pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "Rows of a table: CSV, JSON or JSON lines, also with .gz, or results of earlier rounds; `-` reads CSV from \
         standard input; may be repeated",
        "Các dòng của một bảng: CSV, JSON hoặc JSON từng dòng, kể cả nén .gz, hoặc kết quả các đợt trước; `-` để đọc \
         CSV từ đầu vào chuẩn; có thể lặp lại",
    ),
    ("TABLE=FILE,…", "BẢNG=TỆP,…"),
    (
        "What the files of a table call a column, or `unit`; may be repeated",
        "Tên trong tệp của một cột, hoặc của `unit`; có thể lặp lại",
    ),
    ("TABLE.COLUMN=NAME", "BẢNG.CỘT=TÊN"),
    ("The calendar of working days, in place of the round's", "Lịch ngày làm việc, thay cho lịch trong đợt đánh giá"),
    (
        "The day on which things are looked at, in place of the round's",
        "Ngày xem xét, thay cho ngày trong đợt đánh giá",
    ),
    (
        "How large documents may be, in place of a limit's own number; may be repeated",
        "Cỡ tối đa của tài liệu, thay cho mức sẵn có của một giới hạn; có thể lặp lại",
    ),
    ("LIMIT=NUMBER", "GIỚI_HẠN=SỐ"),
    (
        "Exit with 1 when a unit is incomplete, or a row of a table does not count",
        "Kết thúc với mã 1 khi có đơn vị chưa đủ, hoặc có dòng của bảng không được tính",
    ),
];
