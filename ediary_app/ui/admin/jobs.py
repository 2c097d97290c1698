"""Work in the background (фоновые задания): what runs, how far it is, cancel and repeat."""

from __future__ import annotations

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.jobs import queries, service
from ediary_app.jobs.values import JobState
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.parts import Pulse
from ediary_app.ui.components.surfaces import badge, confirm, empty_state, loading
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t

BEAT_MS = 1000


class JobsState(SessionState):
    """The school's jobs, the newest first."""

    jobs: queries.JobList = queries.JobList()
    only: str = ""
    before: int = 0
    asked: int = 0
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the newest jobs."""
        self.only, self.before, self.asked = "", 0, 0
        await self._show()
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Ask how far they are."""
        await self._show()

    @rx.event
    async def choose(self, state: str):
        """Show the jobs of one state, or all."""
        self.only, self.before = state, 0
        await self._show()

    @rx.event
    async def turn(self, before: int):
        """Show older jobs, or the newest again."""
        self.before = before
        await self._show()

    @rx.event
    async def ask(self, job_id: int):
        """Ask before cancelling; zero means no."""
        self.asked = job_id

    @rx.event
    async def cancel(self):
        """Cancel the job that was asked about."""
        job, self.asked = self.asked, 0
        await self._perform(service.cancel_job, job_id=job)
        await self._show()

    @rx.event
    async def retry(self, job_id: int):
        """Do what is left of a job."""
        await self._perform(service.retry_job, job_id=job_id)
        await self._show()

    async def _show(self) -> None:
        chosen = {"state": self.only or None, "before_id": self.before}
        self.jobs = await self._perform(queries.shown_jobs, **chosen)


@page(
    route="/admin/jobs",
    title="Background work",
    roles=(Role.ADMINISTRATOR, Role.DEPUTY_HEAD, Role.DIRECTOR, Role.REGISTRAR),
    on_load=JobsState.load,
)
def jobs() -> rx.Component:
    """The school's jobs with their progress."""
    return rx.el.div(
        Pulse.create(active=JobsState.jobs.is_busy, every=BEAT_MS, on_beat=JobsState.refresh),
        _filters(),
        rx.cond(
            JobsState.is_ready,
            rx.cond(JobsState.jobs.lines.length() > 0, _list(), _nothing()),
            loading(),
        ),
        _pages(),
        confirm(
            rx.el.p(t("What is done stays done; nothing more is begun.")),
            open=JobsState.asked > 0,
            title=t("Cancel this work?"),
            act=t("Cancel the work"),
            on_confirm=JobsState.cancel,
            on_cancel=JobsState.ask(0),
            danger=True,
        ),
        class_name="stack",
    )


def _filters() -> rx.Component:
    choices = [
        ("", t("All")),
        (JobState.RUNNING.value, t("Running")),
        (JobState.FAILED.value, t("Not finished")),
        (JobState.DONE.value, t("Done")),
    ]
    chips = [
        chip(words, pressed=JobsState.only == state, on_click=JobsState.choose(state))
        for state, words in choices
    ]
    return rx.el.div(*chips, class_name="row", role="group", aria_label=t("Which work to show"))


def _nothing() -> rx.Component:
    return empty_state(
        t("There is no such work"),
        t("Imports, exports and papers that take long appear here with their progress."),
    )


def _list() -> rx.Component:
    return rx.el.ul(rx.foreach(JobsState.jobs.lines, _line), class_name="jobs")


def _line(job: queries.JobLine) -> rx.Component:
    done = t("{done} of {total}", done=job.done, total=job.total)
    return rx.el.li(
        rx.el.div(
            rx.el.b(job.title),
            rx.el.small(
                moment(job.created_at), rx.cond(job.owner != "", " · " + job.owner.to(str), "")
            ),
            rx.cond(
                job.error_number != "",
                rx.el.small(t("Failure number {id}", id=job.error_number)),
            ),
            class_name="job-words",
        ),
        rx.el.div(
            rx.el.progress(value=job.done, max=job.total, aria_label=job.title),
            rx.el.small(done, class_name="number"),
            class_name="job-progress",
        ),
        _state(job),
        _acts(job),
        class_name="job",
    )


def _state(job: queries.JobLine) -> rx.Component:
    name = job.state_name
    return rx.match(
        job.state,
        ("done", badge(name, "ok")),
        ("failed", badge(name, "danger")),
        ("running", badge(name, "info")),
        badge(name),
    )


def _acts(job: queries.JobLine) -> rx.Component:
    again = (job.state == "failed") | (job.state == "cancelled")
    result = rx.cond(job.result != "", rx.el.a(t("Take it"), href=job.result, class_name="button"))
    return rx.cond(
        job.is_live,
        button(t("Cancel"), on_click=JobsState.ask(job.id)),
        rx.cond(again, button(t("Repeat what is left"), on_click=JobsState.retry(job.id)), result),
    )


def _pages() -> rx.Component:
    return rx.el.div(
        rx.cond(JobsState.before > 0, button(t("The newest"), on_click=JobsState.turn(0))),
        rx.cond(
            JobsState.jobs.next_before > 0,
            button(t("Older"), on_click=JobsState.turn(JobsState.jobs.next_before)),
        ),
        class_name="row",
    )
