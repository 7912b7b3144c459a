"""Plain drawings, made here so that no photograph is needed: a station, turbines, the wind."""

from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

SIZE = (1200, 675)
SKY, TOWN, SAND = "#c9d9e3", "#a9bdce", "#e8dccb"
INK, ASPHALT, WHITE, PETROL, HILL = "#0f1b31", "#30415f", "#f7f8fa", "#0b6482", "#8fae9b"

ALTS = {
    "station": (
        "Six bornes de recharge blanches sous un toit plat, une voiture branchée.",
        "Six white charging points under a flat roof, one car plugged in.",
    ),
    "turbine": (
        "Trois éoliennes blanches sur une colline, sous un ciel clair.",
        "Three white wind turbines on a hill, under a pale sky.",
    ),
    "wind": (
        "Des courants de vent dessinés au-dessus d’une île, comme des rubans bleus.",
        "Streams of wind drawn above an island, like blue ribbons.",
    ),
}


def picture(name: str) -> bytes:
    """Return the PNG of one drawing, by its name in `ALTS`."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    {"station": _station, "turbine": _turbine, "wind": _wind}[name](draw)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _station(draw: ImageDraw.ImageDraw) -> None:
    for left, top, right in ((0, 330, 160), (250, 300, 420), (640, 320, 820), (1000, 290, 1200)):
        draw.rectangle((left, top, right, 560), fill=TOWN)
    draw.rectangle((120, 360, 1120, 480), fill=SAND)
    draw.rectangle((0, 540, 1200, 675), fill=ASPHALT)
    draw.polygon(((150, 210), (1050, 210), (1090, 250), (110, 250)), fill=WHITE)
    draw.rectangle((110, 250, 1090, 266), fill=INK)
    for left in (200, 470, 730, 1000):
        draw.rectangle((left, 266, left + 14, 540), fill="#5c6b88")
    for left in (270, 370, 540, 640, 800, 900):
        draw.rounded_rectangle((left, 380, left + 46, 540), 8, fill=WHITE)
        draw.rounded_rectangle((left + 9, 400, left + 37, 430), 4, fill=PETROL)
    draw.rounded_rectangle((640, 520, 900, 590), 30, fill="#e6ecf3")
    draw.polygon(((690, 525), (730, 480), (820, 480), (860, 525)), fill="#e6ecf3")
    for left in (690, 820):
        draw.ellipse((left, 565, left + 50, 615), fill=INK)


def _turbine(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((-300, 430, 900, 1100), fill=HILL)
    draw.ellipse((500, 470, 1600, 1100), fill="#7d9f8b")
    for x, top, blade, turn in ((300, 220, 150, 20), (640, 160, 185, 75), (960, 250, 130, 50)):
        draw.polygon(((x - 6, 560), (x + 6, 560), (x + 3, top), (x - 3, top)), fill=WHITE)
        for angle in (turn, turn + 120, turn + 240):
            end = (x + blade * cos(radians(angle)), top + blade * sin(radians(angle)))
            draw.line(((x, top), end), fill=WHITE, width=9)
        draw.ellipse((x - 10, top - 10, x + 10, top + 10), fill=INK)


def _wind(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((250, 520, 950, 800), fill=HILL)
    for row in range(9):
        points = [
            (x, 90 + 45 * row + 28 * sin(radians(x * 0.6 + 40 * row))) for x in range(0, 1201, 20)
        ]
        draw.line(points, fill=PETROL if row % 3 == 0 else WHITE, width=6 + row % 3 * 4)
