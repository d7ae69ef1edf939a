from gan_lessons import plots


def words(picture):
    return {t.get_text() for t in picture.axes[0].texts}


def test_both_networks_and_both_updates_are_there():
    picture = plots.gan_diagram(title="Two networks")
    assert {"generator\nG", "D: be right", "G: let D be wrong", "latent\nvector z", "real\nsample"} <= words(
        picture
    )
    assert picture._repr_png_()[1]["alt"] == "Two networks"


def test_a_condition_reaches_both_networks():
    plain, told = plots.gan_diagram(), plots.gan_diagram("class label")
    assert words(told) - words(plain) == {"class label"}
    arrows = [
        len([t for t in p.axes[0].texts if getattr(t, "arrow_patch", None) is not None])
        for p in (plain, told)
    ]
    assert arrows[1] - arrows[0] == 2
