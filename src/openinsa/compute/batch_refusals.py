"""Why a batch from outside cannot be taken: which file, which column, how to mend it. Nothing is computed."""

from __future__ import annotations

from openinsa.rules.engine import Refusal


class MissingTable(Refusal):
    """A table that every month needs is not in the folder."""

    ko = "{folder}에 {table}.parquet 파일이나 {table} 폴더가 없습니다. 표를 넣어 주세요. (아무것도 계산하지 않았습니다.)"
    en = "{folder} has neither a file {table}.parquet nor a folder {table}. Add the table. (Nothing was computed.)"


class NotParquet(Refusal):
    """A file cannot be read as Parquet."""

    ko = "{file}은(는) Parquet 파일로 읽히지 않습니다. 파일을 다시 만들어 주세요. (아무것도 계산하지 않았습니다.)"
    en = "{file} cannot be read as Parquet. Make the file anew. (Nothing was computed.)"


class MissingColumn(Refusal):
    """A table lacks a column."""

    ko = "{file}에 '{column}' 열이 없습니다. {wanted} 열로 넣어 주세요. (아무것도 계산하지 않았습니다.)"
    en = "{file} has no column '{column}'. Add it as {wanted}. (Nothing was computed.)"


class WrongColumnType(Refusal):
    """A column holds fractions, short numbers or text where whole numbers of 64 bits belong."""

    ko = "{file}의 '{column}' 열이 {found}입니다. {wanted}(으)로 바꿔 주세요. (아무것도 계산하지 않았습니다.)"
    en = "{file}, column '{column}': it is {found}. Make it {wanted}. (Nothing was computed.)"


class EmptyCell(Refusal):
    """A column has rows without a value."""

    ko = "{file}의 '{column}' 열에 빈 값이 {count}개 있습니다. 모두 채워 주세요. (결과를 남기지 않았습니다.)"
    en = "{file}, column '{column}': {count} empty values. Fill all of them. (No result was kept.)"


class UnknownChoice(Refusal):
    """A column of choices holds a number that stands for none."""

    ko = "{file}의 '{column}' 열에 {value}이(가) 있습니다. 0부터 {highest}까지만 쓸 수 있습니다. (결과를 남기지 않았습니다.)"
    en = "{file}, column '{column}': {value} stands for nothing. Use 0 to {highest}. (No result was kept.)"


class UnpairedBreaks(Refusal):
    """The breaks of a day are not pairs of begin and end."""

    ko = "{file}의 'breaks' 열은 시작과 종료를 쌍으로 적어야 하는데 값이 {count}개인 행이 있습니다. (결과를 남기지 않았습니다.)"
    en = "{file}, column 'breaks': begin and end go in pairs, but a row has {count} values. (No result was kept.)"


class NotInOrder(Refusal):
    """The rows of a table do not ascend by slip."""

    ko = "{file}의 행이 slip 순서가 아닙니다({before} 다음에 {after}). slip 순으로 정렬해 주세요. (결과를 남기지 않았습니다.)"
    en = (
        "{file} is not in the order of slip ({before} before {after}). Sort it by slip. (No result was kept.)"
    )


class SlipGivenTwice(Refusal):
    """The table of slips has two rows of one slip."""

    ko = "{file}에 slip {slip}이(가) 두 번 있습니다. 한 번만 넣어 주세요. (아무것도 계산하지 않았습니다.)"
    en = "{file} has slip {slip} twice. Give it once. (Nothing was computed.)"


class ResultExists(Refusal):
    """The folder for the result is not empty."""

    ko = "{folder}이(가) 이미 있고 비어 있지 않습니다. 다른 폴더를 고르거나 비워 주세요. (아무것도 계산하지 않았습니다.)"
    en = "{folder} exists and is not empty. Choose another folder or empty it. (Nothing was computed.)"
