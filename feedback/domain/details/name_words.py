"""Words that names are made of, and words that only look like it; without marks."""

from typing import Final

SURNAMES: Final = frozenset(
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly trinh dinh "
    "doan luong mai truong dao ha cao ta thai to lam chau quach tang luu trieu phung "
    "nghiem kieu khuc tong ton thach danh la lu mac nong be giang khuong dam vuong ung "
    "tieu bach kim tu van phi son lo quan vi sam au ong cu chu".split()
)
#: Second parts of full names.
MIDDLES: Final = frozenset(
    "van thi duc huu ngoc minh thanh quang gia hoang thu kim xuan dinh cong hong thuy "
    "phuong bich hai bao anh viet quoc trong the nhu my khanh tuan hoai".split()
)
#: Given names that are hardly ever another word after a title.
GIVEN: Final = frozenset(
    "binh bich cuong cuc duy dao diep giang hang hanh hieu hoa hoai hong hue hung huy "
    "huyen khanh khoa khoi kien lan lien linh loan loc luan nga ngan nghia ngoc nguyet "
    "nhi nhung oanh phat phuc phung phuong quang quoc quyen quynh son thao thang thuy "
    "tuan tung tuyet uyen vinh vy xuan yen trang trinh truc trung thom tham thoa lua "
    "sen cam man hien hoan khai khang luong mui nhat thuan thuong tho toan tuyen "
    "viet tram ngoan nguyen ninh phuoc que thoai khuong han kha lanh luyen bao luc "
    "tho chuong dinh hoach khue kim ly my nhu oanh thu tin trong van".split()
)
#: Given names only with a capital: small, they are mostly other words.
CAPITAL_ONLY: Final = frozenset(
    "bao luc thu tin trong van kha ly my kim han nhu que dinh tho".split()
)
#: Given names that follow another one: Ngọc Anh, Thu Hà.
SECOND_GIVEN: Final = GIVEN - {"hong", "hoa", "phuong", "toan", "hang", "quang"} | {
    *("anh", "ha", "mai", "minh"),
}
#: Given name and next word that together are another word.
NOT_GIVEN: Final = frozenset(
    {
        *("hoa don", "huong dan", "phuong an", "phuong tien", "quyen loi"),
        *("quyen han", "kien nghi", "kien thuc", "hieu qua", "hieu biet"),
        *("linh hoat", "linh dong", "trang web", "trang thai", "trung tam"),
        *("trung thuc", "trung thanh", "phat sinh", "phat trien", "phuc vu"),
        *("phuc tap", "khoa hoc", "hang ngay", "hang thang", "hang tuan"),
        *("hang hoa", "thuong xuyen", "thuong binh", "thuong truc", "hien tai"),
        *("hien nay", "hien hanh", "toan bo", "toan quoc", "toan tinh"),
        *("thuan tien", "thuan loi", "thang truoc", "thang nay", "thang sau"),
        *("binh thuong", "hong biet", "ngan hang", "ngan sach", "viet tay"),
        *("viet sai", "viet don", "quang cao", "hoan thanh", "hoan tra", "tho mo"),
        *("hoa tieu", "hoan toan", "lien he", "lien tuc", "lien quan", "phuong xa"),
        *("bao gio", "bao lau", "bao nhieu", "bao cao", "bao chi", "bao ve"),
        *("bao toi", "bao la", "bao dan", "bao em", "bao phai", "bao khong"),
        *("thu phi", "thu tuc", "thu tien", "thu them", "thu hai", "thu ba"),
        *("thu tu", "thu nam", "thu sau", "thu bay", "thu nhap", "thu hoi"),
        *("tin nhan", "tin tuong", "trong khi", "trong ngay", "trong tuan"),
        *("van phong", "van chua", "van khong", "van ban", "van de", "van con"),
        *("ly do", "nguyen nhan", "nguyen tac", "luc nao", "luc do", "luc nay"),
        *("kha tot", "kha lau", "kha nang", "kim loai", "dinh ky", "dinh danh"),
        *("tin dung", "trong nha", "van vui", "van nhiet", "thu cua", "bao la"),
        *("trinh bay", "trinh do", "khai bao", "khai sinh", "khai tu", "hang xom"),
    }
)
#: Capitalised words after a title that begin an office or a post, not a name; with
#: their marks, or Phong and Tú were phòng and tư.
NOT_FIRST: Final = frozenset(
    "sở ubnd ủy uỷ phòng ban bộ nhà thuế một chủ giám phó trưởng bí ông bà anh chị em "
    "cô bác cậu thầy cán chuyên tiếp kế xã phường quận huyện tỉnh viện toà tòa cục "
    "tổng kiểm hội rịa triệu trưng đen dự doanh hợp đảng "
    "này ấy đó tôi mình quầy tổ thôn ấp khu là có không".split()
)
#: Brothers and sisters are called by their number; "anh Hai tôi" names nobody.
BIRTH_ORDER: Final = frozenset("hai ba tư năm sáu bảy tám chín mười út cả".split())
OF_MINE: Final = frozenset("toi em minh tui nha con".split())
#: Both words of an office's name, which alone could be a person's.
OFFICES: Final = frozenset(
    {
        *("hai quan", "van phong", "trung tam", "tu phap", "cong an", "cong chuc"),
        *("cong chung", "cong ty", "dia chinh", "mot cua", "bao hiem", "bao ve"),
        *("hanh chinh", "chu tich", "thu ky", "thu ngan", "thu truong", "nhan vien"),
        *("truong phong", "truong thon", "truong ban", "pho phong", "tong dai"),
        *("hai quan", "hoi dong", "chi cuc", "chi nhanh", "ba ria", "ba trieu"),
        *(
            "van thu",
            "thu quy",
            "thu kho",
            "can bo",
            "kiem lam",
            "tiep dan",
            "tiep nhan",
            "hoi phu",
            "doan thanh",
        ),
        *("chi em", "anh chi", "anh em", "co bac", "ong ba", "co chu", "chu bac"),
    }
)
#: A word that goes on with the sentence after a name without capitals.
AFTER_NAME: Final = frozenset(
    "o tai la lam nhan nop tra noi hen bao hua dua doi hoi huong rat da dang se khong "
    "chua va voi ma bi phong quay bo phu tiep ke can giai ky ben cho thu co nen phai "
    "xin sdt so dt cccd cmnd sinh tru ngu pho truong hach sach mong de cung deu that "
    "qua nhiet tan chuyen vang tu vao den len xuong luon van".split()
)
#: Words after which "co", "ba" and "chu" without marks are not titles.
BEFORE_VERB: Final = frozenset(
    "khong chua da cung deu moi van phai neu se thi ma toi dan ai con chi chang "
    "ko k ca hai thu".split()
)
#: The place a name belongs to is a street, a ward or a school, not a person.
PLACES: Final = frozenset(
    "duong pho phuong xa truong cau cho quan huyen ngo hem kiet ngach tinh ap thon "
    "hoa giai dai".split()
)
#: A title and the next word that together are another word.
NOT_TITLE: Final = frozenset(
    {
        *("co quan", "co the", "co so", "co le", "co mat", "co han", "co hoi"),
        *("chi phi", "chi tiet", "chi nhanh", "chi cuc", "chi co", "chi dao"),
        *("ba con", "ba ngay", "ba thang", "ba lan", "ba nam", "bac si"),
        *("chu tich", "chu dau", "chu truong", "chu ky", "chu ho", "chu quan"),
        *("thay doi", "thay the", "thay vi", "di lai", "di chuyen", "di doi"),
        *("anh huong", "em be", "cau hoi", "mo rong", "mo cua", "mo quay"),
    }
)
