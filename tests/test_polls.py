import pytest
from lxml import html

from scraper.fields.polls import read_polls
from scraper.page.lines import read_lines
from scraper.records import Poll, PollOption

QUESTION = "Bạn thấy trang mẫu này thế nào?"
OPTIONS = ("Rất tốt", "Tốt", "Chưa tốt")
WANTED = Poll(question=QUESTION, options=tuple(PollOption(option=o) for o in OPTIONS))
RADIO = '<input type="radio" name="{group}" value="1">'


def read(body: str) -> tuple[Poll, ...]:
    tree = html.document_fromstring(f"<html><body><p>Trang mẫu</p>{body}</body></html>")
    return read_polls(read_lines(tree))


def answers(shape: str, group: str = "choice") -> str:
    radio = RADIO.format(group=group)
    return "".join(
        shape.format(radio=radio, letter="abc"[n], option=option)
        for n, option in enumerate(OPTIONS)
    )


LABELS = "<label>{radio} <strong>{letter}.</strong> {option} </label>"
FORMS = [
    f"<h1>Thăm dò</h1><form>{QUESTION}<fieldset>{answers(LABELS)}"
    "<button>Bình chọn</button> <button>Kết quả</button></fieldset></form>",
    f"<h1>THĂM DÒ Ý KIẾN</h1><p>{QUESTION}</p>"
    + answers("<div>{radio}<span>{option}</span></div>")
    + '<a href="/x">Xem kết quả</a>',
    f"<table><tr><td>Bình chọn</td></tr><tr><td>{QUESTION}</td></tr>"
    + answers("<tr><td>{radio}</td><td>{option}</td></tr>")
    + "<tr><td><input type='submit' value='Gửi'></td></tr></table>",
    f"<b>Thăm dò:</b><br>{QUESTION}<br>" + answers("{radio} {option}<br>") + "Tin đã đưa",
    f"<div>Thăm dò</div>{QUESTION}<ul>"
    + answers("<li>{radio}<label>{letter}. {option}</label></li>")
    + "</ul><p>Tổng số phiếu: 12</p>",
]


@pytest.mark.parametrize("body", FORMS)
def test_a_poll_to_vote_on(body: str) -> None:
    assert read(body) == (WANTED,)


def test_two_polls_below_one_heading() -> None:
    second = f"<p>Câu hỏi khác?</p>{answers('<p>{radio}{option}</p>', 'other')}"
    polls = read(f"{FORMS[1]}{second}")
    assert [p.question for p in polls] == [QUESTION, "Câu hỏi khác?"]
    assert {len(p.options) for p in polls} == {3}


RESULTS = Poll(
    question=QUESTION,
    options=(
        PollOption(option="Rất tốt", votes=1200),
        PollOption(option="Tốt", votes=300),
        PollOption(option="Chưa tốt", votes=0),
    ),
)


@pytest.mark.parametrize(("thousand", "votes"), [("1,200", "Votes"), ("1.200", "Số phiếu")])
def test_the_results_of_a_poll(thousand: str, votes: str) -> None:
    rows = [
        ("80%", thousand, "a.", "Rất tốt"),
        ("20%", "300", "b.", "Tốt"),
        ("0%", "0", "c.", "Chưa tốt"),
    ]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    head = f"<tr><td>%</td><td>{votes}</td><td colspan=2></td></tr>"
    body = f"<div>{QUESTION}</div><table>{head}{table}</table><b>Total Votes:</b> 1,500"
    assert read(body) == (RESULTS,)


def test_results_without_heads_and_letters() -> None:
    rows = "".join(f"<tr><td>{n}0%</td><td>{n}</td><td>{OPTIONS[n]}</td></tr>" for n in range(2))
    (poll,) = read(f"<h3>{QUESTION}</h3><table>{rows}</table><p>Tổng số phiếu: 1</p>")
    assert (poll.question, [(o.option, o.votes) for o in poll.options]) == (
        QUESTION,
        [("Rất tốt", 0), ("Tốt", 1)],
    )


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Thăm dò</h1><p>null Bài mẫu</p><p>Đoạn văn.</p>",
        "<h1>Thăm dò</h1>",
        f"<h1>Tìm kiếm</h1><p>Chọn loại</p>{answers('<p>{radio}{option}</p>')}",
        f"<h1>Thăm dò</h1><p>{QUESTION}</p><p>{RADIO}Một</p>",
        f"<h1>Thăm dò</h1>{'<p>Tin mẫu</p>' * 9}<p>Tìm theo</p>{answers('<p>{radio}{option}</p>')}",
        "<p>%</p><p>Votes</p><p>12</p>",
        "<p>Trước hạn</p><p>95%</p><p>270</p><p>Đúng hạn</p><p>5%</p><p>9</p><p>Trễ hạn</p>",
    ],
)
def test_no_choice_is_no_poll(body: str) -> None:
    assert read(body) == ()
