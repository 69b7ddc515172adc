"""Sample text written for the replica: a department of labour of a province that does not exist.

Slots are filled by `text.py`: {xa} {huyen} places, {so} a count, {it} a small one, {ty_le} a
percentage, {tien} an amount, {luong} a wage, {qua} the worth of a gift, {nam} a year, {ngay} a
date, {lan} an ordinal, {vb} a document, {ma} a procedure code.
"""

from dataclasses import dataclass

COMMUNES = (
    "xã Mẫu Đông", "xã Mẫu Tây", "xã Mẫu Nam", "xã Mẫu Bắc", "phường Ví Dụ", "phường Minh Họa",
    "thị trấn Bản Nháp", "xã Thử Nghiệm", "xã Giả Định", "xã Phỏng Theo",
)  # fmt: skip
DISTRICTS = (
    "huyện Minh Họa", "huyện Thử Nghiệm", "huyện Giả Định", "thị xã Bản Nháp", "thành phố Ví Dụ",
)  # fmt: skip
BYLINES = (
    "PHÒNG LĐ-VL (BÀI MẪU)",
    "VĂN PHÒNG SỞ",
    "Phòng Người có công",
    "PHÒNG BẢO TRỢ XÃ HỘI",
    "Thanh tra Sở",
    "TỔ BIÊN TẬP",
    "Trung tâm Dịch vụ việc làm",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What the articles of one section are made of."""

    titles: tuple[str, ...]
    openings: tuple[str, ...]
    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    items: tuple[str, ...]
    table: str
    columns: tuple[str, ...]


TRAINING = Topic(
    titles=(
        "Khai giảng lớp đào tạo nghề mẫu số {lan} tại {xa}",
        "Hội nghị chuyên đề về giáo dục nghề nghiệp lần thứ {lan} trên địa bàn {huyen}",
        "Tuyển sinh giáo dục nghề nghiệp năm {nam}: kết quả mẫu đợt {lan}",
        "Kiểm tra việc đào tạo nghề cho lao động nông thôn - Bài mẫu {lan}",
    ),
    openings=(
        "Ngày {ngay}, đơn vị mẫu đã khai giảng lớp đào tạo nghề cho {so} học viên tại {xa}.",
        "Trong hai ngày, hội nghị mẫu về giáo dục nghề nghiệp đã được tổ chức tại {huyen}.",
    ),
    sentences=(
        "Lớp học mẫu kéo dài ba tháng, gồm phần lý thuyết và phần thực hành tại xưởng.",
        "Tỷ lệ lao động qua đào tạo theo số liệu mẫu đạt {ty_le}, tăng so với năm trước.",
        "Học viên thuộc hộ nghèo được hỗ trợ tiền ăn và tiền đi lại theo quy định.",
        "Các cơ sở giáo dục nghề nghiệp tại {huyen} đã tuyển sinh được {so} người.",
        "Sau khóa học, {ty_le} học viên tìm được việc làm phù hợp với nghề đã học.",
        "Giáo viên được bồi dưỡng kỹ năng nghề và phương pháp dạy học mới.",
        "Nghề kỹ thuật điện, may công nghiệp và nuôi trồng thủy sản có nhiều người đăng ký nhất.",
        "Kinh phí của lớp học mẫu là {tien}, do ngân sách địa phương bảo đảm.",
        "Các trường mẫu đã mở {it} lớp trình độ sơ cấp và đào tạo thường xuyên.",
        "Học sinh tốt nghiệp trung học cơ sở được tư vấn để chọn nghề phù hợp.",
        "Chương trình đào tạo được điều chỉnh theo yêu cầu của doanh nghiệp tại {xa}.",
        "Thiết bị thực hành mới giúp học viên làm quen với máy móc đang dùng trong sản xuất.",
    ),
    headings=(
        "Lĩnh vực giáo dục nghề nghiệp",
        "Công tác tuyển sinh",
        "Cơ sở vật chất và giáo viên",
    ),
    items=(
        "Rà soát nhu cầu học nghề của người lao động tại {xa}",
        "Phối hợp với doanh nghiệp để đào tạo theo đơn đặt hàng",
        "Công bố danh sách các nghề được hỗ trợ trong năm {nam}",
        "Bố trí thiết bị thực hành cho {so} học viên",
    ),
    table="Kết quả đào tạo nghề (số liệu mẫu)",
    columns=("Địa phương", "Số lớp", "Số học viên", "Tỷ lệ có việc làm"),
)
JOBS = Topic(
    titles=(
        "Phiên giao dịch việc làm lần thứ {lan} thu hút nhiều người lao động",
        "Kết nối cung - cầu lao động tại {huyen}: bài mẫu số {lan}",
        "Giải quyết việc làm cho lao động {xa} năm {nam} (bài mẫu {lan})",
        "Thông báo tuyển dụng mẫu số {lan} dành cho lao động phổ thông",
    ),
    openings=(
        "Sáng {ngay}, phiên giao dịch việc làm mẫu mở tại {huyen} đón {so} lượt người tham gia.",
        "Trung tâm Dịch vụ việc làm vừa công bố kết quả mẫu về giải quyết việc làm của {huyen}.",
    ),
    sentences=(
        "Có {so} lao động được tư vấn và giới thiệu việc làm trong nước ngay tại phiên giao dịch.",
        "Số lao động được giải quyết việc làm đạt {ty_le} kế hoạch mẫu của năm {nam}.",
        "Doanh nghiệp tại khu công nghiệp mẫu cần tuyển {so} lao động phổ thông.",
        "Người lao động đăng ký tìm việc được cập nhật vào cơ sở dữ liệu cung - cầu lao động.",
        "Mức lương bình quân mà các doanh nghiệp đưa ra là {luong} một tháng.",
        "Các trường hợp mất việc được hướng dẫn hồ sơ hưởng trợ cấp thất nghiệp.",
        "Vốn vay giải quyết việc làm đã đến với {so} hộ gia đình tại {xa}.",
        "Phiên giao dịch tiếp theo dự kiến diễn ra tại {xa} trong quý tới.",
        "Sàn giao dịch việc làm trực tuyến mẫu kết nối {it} điểm cầu.",
        "Đa số vị trí tuyển dụng không đòi hỏi kinh nghiệm và có đào tạo tại chỗ.",
        "Thị trường lao động tại {huyen} có dấu hiệu phục hồi trong sáu tháng cuối năm.",
        "Lao động nữ chiếm {ty_le} số người được giới thiệu việc làm.",
    ),
    headings=("Lĩnh vực việc làm", "Thông tin thị trường lao động", "Nhu cầu tuyển dụng"),
    items=(
        "Tổ chức {it} phiên giao dịch việc làm lưu động",
        "Cập nhật thông tin người tìm việc tại {xa}",
        "Hướng dẫn thủ tục vay vốn giải quyết việc làm",
        "Tư vấn nghề nghiệp cho học sinh cuối cấp",
    ),
    table="Kết quả giải quyết việc làm (số liệu mẫu)",
    columns=("Địa phương", "Kế hoạch", "Thực hiện", "Đạt tỷ lệ"),
)
ABROAD = Topic(
    titles=(
        "Tư vấn đưa lao động đi làm việc ở nước ngoài theo hợp đồng tại {xa} - đợt {lan}",
        "Xuất khẩu lao động năm {nam}: bài mẫu số {lan} về kết quả của {huyen}",
        "Hướng dẫn mẫu {lan}: hồ sơ vay vốn đi làm việc ở nước ngoài",
    ),
    openings=(
        "Ngày {ngay}, buổi tư vấn mẫu về đi làm việc ở nước ngoài diễn ra tại {xa}.",
        "Năm {nam}, {huyen} đặt chỉ tiêu mẫu đưa {so} lao động đi làm việc ở nước ngoài.",
    ),
    sentences=(
        "Người lao động được giới thiệu về điều kiện, ngành nghề và mức lương của từng thị trường.",
        "Có {so} lao động đăng ký học ngoại ngữ và giáo dục định hướng.",
        "Ngân hàng mẫu đã giải ngân {tien} cho người lao động vay vốn.",
        "Số lao động xuất cảnh đạt {ty_le} so với cùng kỳ năm trước.",
        "Doanh nghiệp dịch vụ cam kết công khai chi phí và hợp đồng mẫu.",
        "Gia đình người lao động được cung cấp số điện thoại để liên hệ khi cần hỗ trợ.",
        "Người lao động về nước đúng hạn được ưu tiên giới thiệu việc làm tại {huyen}.",
        "Các xã, phường lập danh sách thanh niên có nguyện vọng đi làm việc ở nước ngoài.",
        "Ngành chế biến thực phẩm và điều dưỡng được nhiều người lao động lựa chọn.",
        "Mỗi khóa giáo dục định hướng mẫu có {it} buổi học.",
        "Thu nhập bình quân của người lao động ở nước ngoài đạt {luong} một tháng.",
        "Người lao động cần tìm hiểu kỹ hợp đồng trước khi ký, kể cả hợp đồng mẫu.",
    ),
    headings=("Lĩnh vực xuất khẩu lao động", "Điều kiện tham gia", "Chính sách hỗ trợ"),
    items=(
        "Hỗ trợ chi phí học nghề, học ngoại ngữ và khám sức khỏe",
        "Cho vay tối đa {luong} một tháng học đối với một lao động",
        "Tuyên truyền trực tiếp tại {xa}",
        "Theo dõi tình hình của {so} lao động đang làm việc ở nước ngoài",
    ),
    table="Lao động đi làm việc ở nước ngoài (số liệu mẫu)",
    columns=("Địa phương", "Đăng ký", "Đã xuất cảnh", "So với kế hoạch"),
)
MERIT = Topic(
    titles=(
        "Thăm và tặng quà người có công tại {xa} - bài mẫu {lan}",
        "Chi trả trợ cấp ưu đãi người có công đợt {lan} tại {huyen}",
        "Khởi công nhà tình nghĩa mẫu số {lan} ở {xa}",
    ),
    openings=(
        "Ngày {ngay}, đoàn công tác mẫu đã đến thăm {so} gia đình chính sách tại {xa}.",
        "Công tác chăm sóc người có công tại {huyen} tiếp tục được quan tâm trong năm {nam}.",
    ),
    sentences=(
        "Mỗi gia đình được tặng một phần quà mẫu trị giá {qua}.",
        "Trợ cấp hằng tháng được chi trả đúng đối tượng và đúng thời gian cho {so} người.",
        "Nhà tình nghĩa mẫu được xây trên nền đất cao, có diện tích sáu mươi mét vuông.",
        "Hồ sơ của người có công được số hóa, đạt {ty_le} kế hoạch.",
        "Nghĩa trang liệt sĩ tại {huyen} được chỉnh trang, trồng thêm cây xanh.",
        "Người có công được điều dưỡng tập trung theo kế hoạch mẫu của năm {nam}.",
        "Quỹ Đền ơn đáp nghĩa mẫu tiếp nhận được {tien} từ các cơ quan và doanh nghiệp.",
        "Thân nhân người có công được hướng dẫn thủ tục ngay tại {xa}.",
        "Trong năm {nam}, {huyen} đã hỗ trợ sửa chữa {it} căn nhà.",
        "Các em học sinh tham gia chăm sóc công trình ghi công liệt sĩ.",
        "Phong trào đền ơn đáp nghĩa được duy trì ở tất cả các ấp, khóm.",
        "Danh sách người hưởng trợ cấp được niêm yết công khai để người dân theo dõi.",
    ),
    headings=("Chăm sóc người có công", "Xây dựng nhà tình nghĩa", "Chi trả trợ cấp"),
    items=(
        "Lập danh sách {so} người đi điều dưỡng tập trung",
        "Sửa chữa nhà ở cho hộ gia đình chính sách tại {xa}",
        "Tặng quà nhân dịp ngày Thương binh - Liệt sĩ",
        "Rà soát hồ sơ còn vướng mắc tại {huyen}",
    ),
    table="Trợ cấp người có công (số liệu mẫu)",
    columns=("Địa phương", "Số người", "Kinh phí (triệu đồng)", "Tỷ lệ chi trả"),
)
POVERTY = Topic(
    titles=(
        "Rà soát hộ nghèo, hộ cận nghèo năm {nam} tại {huyen} (bài mẫu {lan})",
        "Mô hình giảm nghèo mẫu số {lan} ở {xa}",
        "Trao sinh kế cho hộ nghèo {xa}: đợt mẫu {lan}",
    ),
    openings=(
        "Theo kết quả rà soát mẫu, {huyen} còn {so} hộ nghèo, chiếm {ty_le} tổng số hộ.",
        "Ngày {ngay}, {so} hộ nghèo tại {xa} được trao con giống và dụng cụ sản xuất mẫu.",
    ),
    sentences=(
        "Hộ nghèo được vay vốn ưu đãi với tổng số tiền {tien}.",
        "Tỷ lệ hộ nghèo theo số liệu mẫu giảm còn {ty_le}.",
        "Thẻ bảo hiểm y tế được cấp cho {so} người thuộc hộ nghèo và hộ cận nghèo.",
        "Mô hình nuôi tôm kết hợp trồng lúa mẫu giúp các hộ có thu nhập ổn định.",
        "Các đối tượng bảo trợ xã hội nhận trợ cấp qua tài khoản tại {xa}.",
        "Cán bộ xã đến từng nhà để ghi phiếu rà soát mẫu.",
        "Người cao tuổi không có lương hưu được lập hồ sơ hưởng trợ cấp xã hội.",
        "Năm {nam}, {huyen} phấn đấu giảm thêm {so} hộ nghèo.",
        "Mỗi xã thành lập {it} tổ tiết kiệm và vay vốn.",
        "Hộ mới thoát nghèo tiếp tục được hỗ trợ vay vốn trong ba năm.",
        "Thu nhập bình quân của hộ tham gia mô hình mẫu đạt {luong} một tháng.",
        "Cơ sở trợ giúp xã hội mẫu đang nuôi dưỡng người già và trẻ em không nơi nương tựa.",
    ),
    headings=("Công tác giảm nghèo", "Bảo trợ xã hội", "Nguồn vốn hỗ trợ"),
    items=(
        "Hỗ trợ nhà ở cho {so} hộ nghèo tại {xa}",
        "Cấp thẻ bảo hiểm y tế kịp thời",
        "Nhân rộng mô hình sinh kế có hiệu quả",
        "Công khai danh sách hộ nghèo tại nhà văn hóa ấp",
    ),
    table="Kết quả rà soát hộ nghèo (số liệu mẫu)",
    columns=("Địa phương", "Hộ nghèo", "Hộ cận nghèo", "Tỷ lệ hộ nghèo"),
)
CHILDREN = Topic(
    titles=(
        "Phát động Tháng hành động vì trẻ em năm {nam} tại {huyen} - bài mẫu {lan}",
        "Phòng, chống đuối nước trẻ em: tập huấn mẫu lần thứ {lan} ở {xa}",
        "Trao học bổng mẫu đợt {lan} cho trẻ em có hoàn cảnh đặc biệt",
    ),
    openings=(
        "Ngày {ngay}, lễ phát động mẫu vì trẻ em được tổ chức tại {huyen}.",
        "Lớp tập huấn mẫu tại {xa} đã hướng dẫn kỹ năng an toàn cho {so} trẻ em.",
    ),
    sentences=(
        "Quỹ Bảo trợ trẻ em mẫu đã trao {so} suất học bổng.",
        "Trẻ em được hướng dẫn cách gọi Tổng đài quốc gia bảo vệ trẻ em.",
        "Có {ty_le} xã, phường đạt tiêu chuẩn phù hợp với trẻ em theo số liệu mẫu.",
        "Các bể bơi mẫu tại {huyen} mở lớp dạy bơi miễn phí trong dịp hè.",
        "Cộng tác viên dân số và trẻ em đến thăm từng gia đình tại {xa}.",
        "Truyền thông về bình đẳng giới được lồng ghép trong sinh hoạt của các chi hội.",
        "Kinh phí của chương trình mẫu là {tien}.",
        "Nhà trường và gia đình cùng cam kết phòng ngừa bạo lực đối với trẻ em.",
        "Mỗi suất học bổng mẫu trị giá {qua}.",
        "Câu lạc bộ quyền trẻ em mẫu sinh hoạt định kỳ tại {xa}.",
        "Trong năm {nam}, {huyen} lắp đặt thêm {it} biển cảnh báo nơi nước sâu.",
        "Trẻ em có hoàn cảnh đặc biệt được lập hồ sơ quản lý và trợ giúp kịp thời.",
    ),
    headings=("Bảo vệ, chăm sóc trẻ em", "Bình đẳng giới", "Phòng, chống tai nạn thương tích"),
    items=(
        "Dạy bơi cho {so} trẻ em trong dịp hè",
        "Kiểm tra các điểm vui chơi tại {xa}",
        "Tặng xe đạp và sách vở cho học sinh vượt khó",
        "Nâng cao năng lực cho đội ngũ cộng tác viên",
    ),
    table="Công tác trẻ em (số liệu mẫu)",
    columns=("Địa phương", "Số trẻ em", "Được hỗ trợ", "Tỷ lệ"),
)
GENERAL = (
    "Đây là đoạn văn mẫu của cổng thông tin thử nghiệm, không nói về người hay việc có thật.",
    "Căn cứ {vb}, các đơn vị liên quan xây dựng kế hoạch chi tiết và phân công nhiệm vụ cụ thể.",
    "Đại diện lãnh đạo đơn vị mẫu đề nghị các địa phương chủ động báo cáo những khó khăn.",
    "Ủy ban nhân dân các xã, phường, thị trấn phối hợp tuyên truyền đến từng hộ gia đình.",
    "Kết quả thực hiện sẽ được tổng hợp và công bố trên trang thông tin điện tử mẫu.",
    "Trong thời gian tới, các phòng chuyên môn tiếp tục hướng dẫn và kiểm tra việc thực hiện.",
    "Người dân có thể liên hệ bộ phận tiếp nhận hồ sơ tại {xa} để được giải đáp.",
    "Số liệu trong bài là số liệu mẫu, được tạo ra để thử chương trình.",
    "Các ý kiến thảo luận tập trung vào {it} nhóm giải pháp của năm {nam}.",
    "Việc triển khai gắn với cải cách hành chính và chuyển đổi số của ngành.",
    "So với kế hoạch, khối lượng công việc mẫu đã hoàn thành {ty_le}.",
    "Hội nghị thống nhất giao {huyen} làm điểm trước khi nhân rộng.",
)
PROCEDURE = (
    "Người dân nộp hồ sơ theo thủ tục {ma} tại bộ phận một cửa hoặc qua dịch vụ công trực tuyến.",
    "Thủ tục có mã số {ma} được rút ngắn thời gian giải quyết còn năm ngày làm việc.",
)
TOPICS = (TRAINING, JOBS, ABROAD, MERIT, POVERTY, CHILDREN)
