from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "openinsa.retention"
    verbose_name = _("보존과 파기")

    def ready(self) -> None:
        """The plan goes into the database with every migration; the long work is made known."""
        from openinsa.jobs.work import register_work
        from openinsa.retention.compiling import install_after_migrating
        from openinsa.retention.work import JOB_KIND, perform_destruction

        post_migrate.connect(install_after_migrating, sender=self, dispatch_uid="retention")
        register_work(JOB_KIND, perform_destruction)
