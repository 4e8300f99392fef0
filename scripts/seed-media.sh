#!/usr/bin/env bash
# Regenerates the media of the seed content: drawn pictures, tones, and clips of a moving
# square, all of them placeholders. It needs ffmpeg, which neither the program nor its
# tests do: the files are committed. Other versions of ffmpeg write other bytes, and so
# other assets.
set -euo pipefail
cd "$(dirname "$0")/.."
to=data/seed/media
mkdir -p "$to"
go run ./data/draw "$to"

# The files contain no names, dates or versions.
quiet=(ffmpeg -hide_banner -loglevel error -y)
plain=(-map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact)

# Eight seconds: a tone, and a higher one from the second chapter on.
"${quiet[@]}" -f lavfi -i "aevalsrc='0.2*sin(2*PI*if(lt(t,4),440,660)*t)':d=8:s=22050" \
	-ac 1 -c:a libmp3lame -b:a 32k -id3v2_version 0 -write_id3v1 0 "${plain[@]}" "$to/fremtidens-stalkingindsats.mp3"

clip() { # name, colour, pitch
	"${quiet[@]}" -f lavfi -i "color=c=$2:s=320x180:r=10:d=6[ground];color=c=white:s=60x60:r=10:d=6[box];[ground][box]overlay=x=10+40*t:y=60" \
		-f lavfi -i "sine=frequency=$3:sample_rate=22050:duration=6" \
		-c:v libx264 -profile:v baseline -pix_fmt yuv420p -crf 32 -bsf:v filter_units=remove_types=6 -c:a aac -ac 1 -b:a 24k -movflags +faststart "${plain[@]}" "$to/$1.mp4"
}
clip konferencens-temaer 0x2f6f8f 330
clip justitsministeren-om-stalking-som-indsatsomraade 0xd98c5f 262
ls -l "$to"
