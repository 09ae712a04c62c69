"""The application: the views put together, and what holds for every answer."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from console.access import KEY as WRITES
from console.access import Writes, limit_rates
from console.engine import Direct, Engine
from console.explanations import explanations
from console.forwarded import Forwarded
from console.hosts import check_host
from console.manners import finish, problem_response
from console.nearest import nearest_of
from console.negotiation import choose
from console.own_files import as_answer
from console.page import elsewhere, prepare, show
from console.parameters import check_parameters
from console.phrases import reader_language
from console.problems import MEDIA_TYPE, UNTOLD, Problem, from_kg_error, from_status
from console.settings import Settings
from console.site import KEY, Site, this_site
from console.views import (
    advice,
    audit,
    build,
    catalog,
    changes,
    cite,
    compare,
    dataset,
    dumps,
    evidence,
    examples,
    figures,
    graph_store,
    health,
    home,
    labels,
    links,
    maps,
    ontology,
    problems,
    quality,
    resource,
    saved,
    search,
    share,
    sitemaps,
    sources,
    sparql,
    term,
    timeline,
    tour,
    update,
    words,
)
from kg.errors import FaultError, KgError
from kg.store.base import Store

__all__ = ["create_app"]


def create_app(
    store: Store,
    settings: Settings | None = None,
    engine: Engine | None = None,
    data: Path | None = None,
    writes: Writes | None = None,
) -> Flask:
    """Give the WSGI application that answers from this store.

    It opens and closes nothing. ``engine`` evaluates what clients ask, by default in this process
    with a bound on the answer alone. ``data`` is the folder of the releases: without it there are
    no dumps and no changes. Without ``writes`` nothing can be written.
    """
    settings = settings or Settings()
    app = Flask("console", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = settings.largest_body
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    prepare(app)
    engine = engine or Direct(store, settings.release)
    app.extensions[KEY] = Site(store, settings, engine, data)
    linked = (resource, cite, ontology, examples, catalog, sitemaps)
    read = (home, figures, evidence, compare, maps, timeline)
    written = (sparql, update, graph_store)
    asked = (words, labels, search, advice, build, tour)
    left = (links, share, saved)
    judged = (audit, quality, sources, dataset, term)
    plain = (dumps, changes, problems, health)
    for view in (*written, *read, *linked, *asked, *left, *judged, *plain):
        app.register_blueprint(view.blueprint)
    app.extensions[WRITES] = writes
    limit_rates(app)
    app.before_request(_check_host)
    app.before_request(_check_path)
    app.before_request(_answer_preflight)
    app.before_request(check_parameters)
    app.register_error_handler(Problem, _refuse)
    app.register_error_handler(KgError, _refuse_error)
    app.register_error_handler(HTTPException, _refuse_status)
    app.after_request(finish)
    app.after_request(as_answer)  # what is added last comes first
    if count := settings.trusted_proxies:
        app.wsgi_app = Forwarded(app.wsgi_app, count)  # type: ignore[method-assign]  # Flask says so
    return app


def _check_host() -> None:
    host = request.headers.get("Host")
    if host is not None:
        check_host(host, this_site().settings.hosts)


def _check_path() -> None:
    # what cannot be decoded has become this character, which no address of ours has
    if "\N{REPLACEMENT CHARACTER}" in request.path:
        raise Problem("encoding", "the path holds bytes that are not UTF-8")


def _answer_preflight() -> Response | None:
    """Let a page of another site ask, also where it will be told that there is nothing.

    A browser shows its script no answer at all where the request before it fails. ``OPTIONS *``
    asks for the server as a whole: https://www.rfc-editor.org/rfc/rfc9110#name-options.
    """
    if request.method != "OPTIONS" or request.routing_exception is None:
        return None
    asked = "Access-Control-Request-Method" in request.headers
    if not asked and request.environ.get("PATH_INFO") not in {"*", "/*"}:
        return None
    response = Response(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
    del response.headers["Content-Type"]
    return response


def _refuse(problem: Problem) -> Response:
    if isinstance(problem.__cause__, FaultError):
        _log(problem)
    if choose(request.headers.get("Accept"), [MEDIA_TYPE, "text/html"]) == "text/html":
        language = reader_language()
        response = show(
            "problem.html",
            status=problem.status,
            problem=problem,
            said=explanations(language)[problem.code],
            nearest=nearest_of(problem, language),
        )
    else:
        return problem_response(problem)
    response.headers.extend(problem.headers)
    return response


def _refuse_error(error: KgError) -> Response:
    problem = from_kg_error(error)
    if problem.code in UNTOLD:
        _log(error)
    return _refuse(problem)


def _log(error: Exception) -> None:
    """Tell whoever runs the server what the client is not told."""
    traceback = error.__traceback__
    assert traceback is not None, "it was raised"
    current_app.log_exception((type(error), error, traceback))


def _refuse_status(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(error.get_body(), status=code, headers=dict(error.get_headers()))
    said = f"nothing is at {request.path[:200]}" if code == 404 else error.description
    problem = from_status(code, said or error.name)
    if code == 413 and (most := request.max_content_length):
        problem = Problem(
            "too-long",
            "the body is too long",
            expected=f"at most {most:,} bytes",
            remedy="ask for less at once, in several queries",
        )
    if code == 404:
        problem.more.update(elsewhere(request.path))
    allowed = dict(error.get_headers()).get("Allow")
    if allowed:
        problem.headers["Allow"] = allowed
    return _refuse(problem)
