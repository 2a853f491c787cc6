"""One invented site for every generator: the same pages, nav, contents lists, section lists and sitemap.

Seeded, so that two machines measure the same bytes. About 600 words a page, at most 100 pages a section.
"""
import random
from datetime import date, timedelta
from pathlib import Path

WORDS = """help support service patient referral advice family carer clinic appointment right request letter record review
care plan worker team council benefit money school work doctor nurse therapy medicine treatment safety contact phone email
form question answer person child adult community charity advocate meeting decision choice consent hospital ward section
tribunal complaint appeal deadline notice change privacy share agree refuse explain listen prepare write keep copy evidence
step time week month year clear simple plain useful likely needed important before after during between about under over
with within without because although where when while until unless however also often sometimes usually always never""".split()
NAV = 10


def sentence(rng, low=8, high=18):
    words = [rng.choice(WORDS) for _ in range(rng.randint(low, high))]
    return " ".join(words).capitalize() + "."


def paragraph(rng, links):
    sentences = [sentence(rng) for _ in range(4)]
    words = sentences[1].rstrip(".").split(" ")
    at = rng.randrange(len(words))
    words[at] = rng.choice([f"**{words[at]}**", f"*{words[at]}*", f"[{words[at]}]({rng.choice(links)})"])
    sentences[1] = " ".join(words) + "."
    return " ".join(sentences)


def body(rng, links):
    parts = [paragraph(rng, links)]
    for round in range(5):
        parts.append("## " + sentence(rng, 3, 4)[:-1])
        parts.append(paragraph(rng, links))
        if round % 3 == 0:
            parts.append("\n".join("- " + sentence(rng, 5, 9) for _ in range(4)))
        elif round % 3 == 1:
            rows = ["| Who | What | When |", "| --- | --- | ---: |"]
            rows += [f"| {rng.choice(WORDS)} | {rng.choice(WORDS)} | {rng.choice(WORDS)} |" for _ in range(4)]
            parts.append("\n".join(rows))
        else:
            parts.append("### " + sentence(rng, 3, 4)[:-1])
            parts.append("\n".join(f"{at}. {sentence(rng, 6, 10)}" for at in range(1, 5)))
    parts.append("## Related pages")
    parts.append("\n".join(f"- [{sentence(rng, 4, 6)[:-1]}]({rng.choice(links)})" for _ in range(3)))
    return "\n\n".join(parts) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make(pages, out):
    """Writes `out/toml` (for site-gen, Zola and the minimal pipeline) and `out/hugo`."""
    sections = [f"section-{at:04}" for at in range(max(2, -(-pages // 100)))]
    where = [f"/{sections[at % len(sections)]}/page-{at:06}/" for at in range(pages)]
    for at, url in enumerate(where):
        rng = random.Random(at)
        links = [where[rng.randrange(pages)] for _ in range(6)]
        day = date(2025, 1, 1) + timedelta(days=at % 600)
        matter = f'title = "{sentence(rng, 4, 6)[:-1]} {at}"\ndescription = "{sentence(rng)}"\ndate = {day}\nweight = {at + 1}\n'
        text, file = body(rng, links), url.strip("/") + ".md"
        write(out / "toml/content" / file, f'+++\n{matter}[extra]\nsection = "{url.split("/")[1]}"\n+++\n\n{text}')
        write(out / "hugo/content" / file, f'+++\n{matter}[params]\nsection = "{url.split("/")[1]}"\n+++\n\n{text}')
    for folder in ("toml", "hugo"):
        write(out / folder / "content/_index.md", '+++\ntitle = "Start"\n+++\n')
        write(out / folder / "static/style.css", "body { color: #111 }\n")
        for name in sections:
            sort = 'sort_by = "weight"\n' if folder == "toml" else ""
            write(out / folder / f"content/{name}/_index.md", f'+++\ntitle = "{name}"\n{sort}+++\n')
    nav = ", ".join(f'{{path = "{name}", title = "{name}"}}' for name in sections[:NAV])
    templates(out, nav)


HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title><link rel="stylesheet" href="/style.css"></head><body><a href="#main">Skip</a>
%s<main id="main">%s</main><footer><p>Bench</p></footer></body></html>
"""


def templates(out, nav):
    settings = 'base_url = "https://example.org"\ncompile_sass = false\nbuild_search_index = false\n'
    write(out / "toml/config.toml", f"{settings}generate_feeds = false\nminify_html = false\n[extra]\nnav = [{nav}]\n")
    menu = '<nav aria-label="Main"><ul>{% for n in config.extra.nav %}<li><a href="/{{ n.path }}/">{{ n.title }}</a></li>{% endfor %}</ul></nav>\n'
    block = "{% block main %}{% endblock main %}"
    toc = '<ul>{% for h in page.toc %}<li><a href="#{{ h.id }}">{{ h.title }}</a>{% for c in h.children %} <a href="#{{ c.id }}">{{ c.title }}</a>{% endfor %}</li>{% endfor %}</ul>'
    extends = '{% extends "base.html" %}{% block title %}'
    tera = out / "toml/templates"
    write(tera / "base.html", HEAD % ("{% block title %}{% endblock title %}", menu, block))
    write(tera / "page.html", extends + "{{ page.title }}{% endblock title %}{% block main %}<h1>{{ page.title }}</h1>" + toc
          + "<article>{{ page.content | safe }}</article><p>{{ page.extra.section }}, {{ page.date }}</p>{% endblock main %}")
    write(tera / "section.html", extends + "{{ section.title }}{% endblock title %}{% block main %}<h1>{{ section.title }}</h1><ul>"
          '{% for p in section.pages %}<li><a href="{{ p.path }}">{{ p.title }}</a> {{ p.description }}</li>{% endfor %}</ul>{% endblock main %}')
    write(tera / "index.html", extends + "Start{% endblock title %}{% block main %}<h1>Start</h1><ul>{% for s in section.subsections %}"
          '{% set x = get_section(path=s, metadata_only=true) %}<li><a href="{{ x.path }}">{{ x.title }}</a></li>{% endfor %}</ul>{% endblock main %}')
    menu = '<nav aria-label="Main"><ul>{{ range site.Params.nav }}<li><a href="/{{ .path }}/">{{ .title }}</a></li>{{ end }}</ul></nav>\n'
    hugo = out / "hugo/layouts"
    write(hugo / "_default/baseof.html", HEAD % ("{{ .Title }}", menu, '{{ block "main" . }}{{ end }}'))
    write(hugo / "_default/single.html", '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .TableOfContents }}<article>{{ .Content }}</article>'
          '<p>{{ .Params.section }}, {{ .Date.Format "2006-01-02" }}</p>{{ end }}')
    write(hugo / "_default/list.html", '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .RegularPages.ByWeight }}'
          '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Description }}</li>{{ end }}</ul>{{ end }}')
    write(hugo / "index.html", '{{ define "main" }}<h1>Start</h1><ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}')
    write(out / "hugo/hugo.toml", 'baseURL = "https://example.org/"\ntitle = "Bench"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
          f"[markup.tableOfContents]\nstartLevel = 2\nendLevel = 3\n[params]\nnav = [{nav}]\n")
