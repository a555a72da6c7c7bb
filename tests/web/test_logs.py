import logging

from jishi.web.logs import WithoutPersons


def logged(message: str, fault: BaseException | None = None) -> str:
    info = (type(fault), fault, fault.__traceback__) if fault else None
    return WithoutPersons().format(logging.LogRecord("jishi", logging.ERROR, "f", 1, message, None, info))


def raised() -> BaseException:
    try:
        try:
            raise KeyError("李四")
        except KeyError as inner:
            raise ValueError("Key (name)=(张三) already exists") from inner
    except ValueError as fault:
        return fault


def test_the_words_of_a_fault_stay_out_of_the_log_and_its_place_goes_in() -> None:
    line = logged("Internal Server Error: /units/12", raised())

    assert "张三" not in line
    assert "李四" not in line
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert "test_logs.py" in line


def test_what_somebody_searched_for_stays_out_of_the_log() -> None:
    line = logged("Not Found: /units/search?q=%E5%BC%A0%E4%B8%89")

    assert line.endswith("Not Found: /units/search")


def test_long_numbers_are_blotted_and_short_ones_stay() -> None:
    line = logged("row 12 holds 10000000000 and 123456789012X")

    assert line.endswith("row 12 holds … and …")
