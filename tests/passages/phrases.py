"""How six languages report what an appeal says, and letters to readers that are news themselves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """How a language reports: `{q}` is a quotation in its marks, `{s}` the bare words, `{n}` the outlet."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    between: str
    indirect: tuple[str, ...]
    colon: str
    mention: str
    letter: tuple[str, ...]


PHRASES = {
    "en": Phrases(
        (
            "The paper told its readers: {q}",
            "In a note under its articles the newsroom said: {q}",
            "{n} wrote, {q}",
        ),
        ("{q}, the paper wrote on Tuesday.", "{q} the editors said.", "{q}, according to the appeal."),
        "{q} the paper wrote. {r}",
        (
            "The newsroom told donors last week that {s}, and few of them doubted it, an analysis found.",
            "Critics say the claim that {s} is at odds with the accounts the publisher filed in spring.",
        ),
        "Under each article the paper now prints this text:",
        "Under the words {s} the site has asked for money since July, and 4,000 people have answered.",
        (
            "This summer I learned to sail, and I should like to tell you how it went.",
            "The boat was older than I am, and the man who sold it swore that it did not leak. It leaked.",
            "What I found out there was quiet. By September I could cross the bay alone.",
        ),
    ),
    "de": Phrases(
        ("Die Redaktion schrieb ihren Lesern: {q}", "In einem Aufruf heißt es: {q}", "{n} teilte mit: {q}"),
        ("{q}, schrieb die Redaktion am Dienstag.", "{q}, heißt es in dem Aufruf.", "{q} sagte der Verlag."),
        "{q}, schreibt die Redaktion. {r}",
        (
            "Der Verlag erklärte vergangene Woche, dass {s}, was in der Branche kaum jemand bezweifelt.",
            "Kritiker halten die Aussage, {s}, für übertrieben und verweisen auf die jüngste Bilanz.",
        ),
        "Unter jedem Artikel steht seit Juli dieser Text:",
        "Unter den Worten {s} bittet die Seite seit Juli um Geld, und 4.000 Menschen haben geantwortet.",
        (
            "in diesem Sommer habe ich segeln gelernt, und davon möchte ich Ihnen erzählen.",
            "Das Boot war älter als ich, und der Verkäufer schwor, es sei dicht. Es war nicht dicht.",
            "Gefunden habe ich dort draußen die Stille. Im September kam ich allein über die Bucht.",
        ),
    ),
    "fr": Phrases(
        (
            "La rédaction a écrit à ses lecteurs : {q}",
            "Dans son appel, elle affirme : {q}",
            "{n} a déclaré : {q}",
        ),
        ("{q}, a écrit la rédaction mardi.", "{q}, peut-on lire dans l’appel.", "{q}, affirme le journal."),
        "{q}, écrit la rédaction. {r}",
        (
            "Le journal a expliqué la semaine dernière que {s}, ce que peu de confrères contestent.",
            "Des critiques jugent que l’idée selon laquelle {s} ne résiste pas à la lecture des comptes.",
        ),
        "Depuis juillet, chaque article est suivi de ce texte :",
        "Sous les mots {s} le site demande de l’argent depuis juillet, et 4 000 personnes ont répondu.",
        (
            "Cet été, j’ai appris à naviguer, et je voudrais vous raconter comment.",
            "Le bateau était plus vieux que moi, et le vendeur le disait étanche. Il ne l’était pas.",
            "Ce que j’ai trouvé au large, c’est le silence. En septembre, je traversais la baie sans aide.",
        ),
    ),
    "es": Phrases(
        ("La redacción les dijo a sus lectores: {q}", "En el llamado se lee: {q}", "{n} escribió: {q}"),
        ("{q}, escribió la redacción el martes.", "{q}, dice el llamado.", "{q}, afirmó el medio."),
        "{q}, escribió la redacción. {r}",
        (
            "El medio explicó la semana pasada que {s}, algo que pocos colegas ponen en duda.",
            "Sus críticos responden que la idea de que {s} no coincide con los balances presentados.",
        ),
        "Desde julio, cada nota termina con este texto:",
        "Con las palabras {s} el sitio pide dinero desde julio, y ya respondieron 4.000 personas.",
        (
            "Este verano aprendí a navegar y quiero contarles cómo fue.",
            "El barco era más viejo que yo, y quien me lo vendió juró que no hacía agua. Hacía agua.",
            "Lo que encontré mar adentro fue silencio. En marzo ya cruzaba la bahía sin ayuda.",
        ),
    ),
    "ru": Phrases(
        ("Редакция написала читателям: {q}", "В обращении говорится: {q}", "Издание сообщило: {q}"),
        (
            "{q}, — написала редакция во вторник.",
            "{q}, — говорится в обращении.",
            "{q}, — заявили в издании.",
        ),
        "{q}, — пишет редакция. {r}",
        (
            "На прошлой неделе издание объяснило, что {s}, и мало кто из коллег в этом сомневается.",
            "Критики считают, что утверждение, будто {s}, расходится с отчётностью издателя.",
        ),
        "С июля под каждой статьёй стоит такой текст:",
        "Под словами {s} сайт с июля просит о деньгах, и откликнулись уже четыре тысячи человек.",
        (
            "Этим летом я научился ходить под парусом и хочу рассказать вам, как это было.",
            "Лодка была старше меня, а продавец клялся, что она не течёт. Она текла.",
            "Там, на воде, я нашёл тишину. К сентябрю я уже один пересекал залив.",
        ),
    ),
    "ja": Phrases(
        ("編集部は読者にこう書いた。{q}", "呼びかけにはこうある。{q}", "編集部は次のように述べた。{q}"),
        ("{q}と編集部は火曜日に書いた。", "{q}と呼びかけは述べている。", "{q}と編集部は説明した。"),
        "{q}と編集部は書いている。{r}",
        (
            "編集部は先週、{s}と説明し、同業者の多くもそれを認めている。",
            "批判する人たちは、{s}という主張は決算の数字と合わないと指摘する。",
        ),
        "七月から、どの記事の下にも次の文章が載っている:",
        "このサイトは七月から{s}という言葉を掲げて寄付を募り、四千人が応じた。",
        (
            "この夏、私は帆船の操り方を習いました。その話を聞いてください。",
            "船は私より年上で、売った人は水漏れなどないと言いました。水は漏れました。",
            "沖で見つけたのは静けさです。九月には一人で湾を渡れるようになりました。",
        ),
    ),
}

SALUTATIONS = {
    "en": "Dear readers,",
    "de": "Liebe Leserinnen und Leser,",
    "fr": "Chère lectrice, cher lecteur,",
    "es": "Queridas lectoras, queridos lectores:",
    "ru": "Дорогие читатели!",
    "ja": "読者のみなさまへ",
}
