"""Papers of a closed month, printed as the payroll officer prints them."""

from datetime import date

from openinsa.demo.founding import Founded
from openinsa.demo.samples import keep
from openinsa.documents.wage_ledger import wage_ledger_pdf, wage_ledger_xlsx
from openinsa.documents.wage_statements import print_each, wage_statements_pdf
from openinsa.payroll.actions.papers import hand_out_ledger, hand_out_statements
from openinsa.payroll.models import PayRun
from openinsa.people.tenancy import within
from openinsa.privacy.reasons import Reason, ReasonCode

PRINTED = Reason(ReasonCode.PAY, "지급 전 확인과 명세서 교부")


def print_month(founded: Founded, month: date) -> int:
    """Print everybody's wage statement, and keep the largest project's papers as files. Returns how many."""
    officer, largest = founded.users["payroll"], founded.projects[founded.district.projects[0]]
    with within(founded.institution.pk, officer.pk):
        statements = {
            run: hand_out_statements(officer, run.pk, reason=PRINTED)
            for run in PayRun.objects.filter(month=month, people__gt=0)
        }
        run = next(run for run in statements if run.project_id == largest.pk)
        ledger = hand_out_ledger(officer, run.pk, reason=PRINTED)
    papers = {
        f"임금명세서_{month:%Y-%m}.pdf": wage_statements_pdf(statements[run]),
        f"임금대장_{month:%Y-%m}.pdf": wage_ledger_pdf(ledger),
        f"임금대장_{month:%Y-%m}.xlsx": wage_ledger_xlsx(ledger),
    }
    founded.files += [keep(name, content) for name, content in papers.items()]
    everybody = [statement for project in statements.values() for statement in project]
    return sum(pdf.startswith(b"%PDF-") for pdf in print_each(everybody))
