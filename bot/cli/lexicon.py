"""``gridbot lexicon check``: whether the word list may be used."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keywords.examples import failing_examples
from keywords.lexicon import default_lexicon, load_lexicon
from models.errors import BadLexicon, Place


def check(
    file: Annotated[Path | None, typer.Argument(help="词库文件；不写 = 随产品的那一份")] = None,
) -> None:
    """检查词库：键、类目、易混词、例句；有错逐条说出文件、行和值。"""
    lexicon = load_lexicon(file.read_text(encoding="utf-8"), str(file)) if file else default_lexicon()
    name = str(file or "keywords/data/lexicon.yaml")
    if failing := failing_examples(lexicon):
        raise BadLexicon([(Place(name, 0, f.place, f.text), f.reason) for f in failing])
    examples = sum(len(t.examples) for t in lexicon.topics.values()) + len(lexicon.said) + len(lexicon.silent)
    typer.echo(
        f"词库 {lexicon.version}：{len(lexicon.topics)} 类，{len(lexicon.vocabulary)} 个词，{examples} 条例句，没有问题"
    )
