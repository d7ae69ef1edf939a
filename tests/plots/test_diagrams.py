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


def test_a_cyclegan_has_each_flow_in_both_directions():
    picture = plots.cyclegan_diagram("Four networks")
    ax = picture.axes[0]
    written = [t.get_text() for t in ax.texts if t.get_text()]
    for network in ("G a→b", "G b→a"):
        assert written.count(network) == 2, "each generator goes there in one row and back in the other"
    assert written.count("D a") == written.count("D b") == 1
    for flow in ("identity", "cycle", "adversarial"):
        assert sum(t.startswith(flow) for t in written) == 2, flow
    arrows = [t.arrow_patch for t in ax.texts if getattr(t, "arrow_patch", None) is not None]
    assert len(arrows) == 2 * 8
    assert picture._repr_png_()[1]["alt"] == "Four networks"
