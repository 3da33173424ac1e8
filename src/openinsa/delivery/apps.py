from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "openinsa.delivery"
    verbose_name = _("교부")

    def ready(self) -> None:
        """The long work is made known, and paid slips are handed over."""
        from openinsa.agreements.telling import agreement_completed, agreement_sent
        from openinsa.delivery import agreement_notices, carrying, histories, publishing
        from openinsa.delivery.seen import note_seen
        from openinsa.delivery.sending import JOB_KIND, perform_sending
        from openinsa.entrance.codes import carry_by
        from openinsa.jobs.work import register_work
        from openinsa.payroll.seen import slip_seen
        from openinsa.people.acting import verb_recorded

        register_work(JOB_KIND, perform_sending)
        register_work(publishing.JOB_KIND, publishing.perform_handing_over)
        histories.register()
        carry_by(carrying.carry)
        agreement_sent.connect(agreement_notices.ask_to_sign, dispatch_uid="ask_to_sign")
        agreement_completed.connect(agreement_notices.tell_completed, dispatch_uid="tell_completed")
        slip_seen.connect(note_seen, dispatch_uid="note_seen")
        verb_recorded.connect(publishing.hand_over_paid, dispatch_uid="hand_over_paid")
