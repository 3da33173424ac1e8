from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "openinsa.jobs"
    verbose_name = _("작업")

    def ready(self) -> None:
        """Make the work of keys known to the queue, and let resumed institutions go on with theirs."""
        from openinsa.jobs.actions import release_held_jobs
        from openinsa.jobs.key_rotation import JOB_KIND, perform_key_rotation
        from openinsa.jobs.work import register_work
        from openinsa.people.institutions import institution_resumed

        register_work(JOB_KIND, perform_key_rotation)
        institution_resumed.connect(release_held_jobs)
